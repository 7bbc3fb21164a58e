import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TaskServices, VisitType } from "@careconnect/kit";
import { propertySeed, startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { holdTask } from "../holds/hold.task.ts";
import { noShowTask } from "../no-show/no-show.task.ts";
import { knownPatient, knownProvider } from "../references/reference.fixture.ts";
import { daily } from "../slots/slots.fixture.ts";
import { appointmentSubgraph } from "../subgraph.ts";
import {
  Clinic,
  day,
  isAwaited,
  lengthOf,
  minute,
  type Planned,
  type StepName,
  type Visit,
} from "../testing/clinic.model.ts";
import { type SubgraphProcess, startSubgraphProcess } from "../testing/subgraph.process.ts";
import { WaitlistStatus } from "../waitlist/waitlist.status.ts";
import { waitlistTask } from "../waitlist/waitlist.task.ts";
import { staff } from "./booking.fixture.ts";
import { AppointmentStatus } from "./booking.status.ts";
import { at } from "./commands.fixture.ts";

// Sequences of commands, given to two processes of the subgraph over one database, and compared with a model of the rules.
let appointments: TestSubgraph;
let folder: string;
let processes: SubgraphProcess[] = [];
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
  folder = mkdtempSync(join(tmpdir(), "careconnect-model-"));
  // One after the other: the first makes the keys that both use.
  for (let count = 0; count < 2; count += 1)
    processes.push(await startSubgraphProcess(appointments, folder, "src/testing/still.subgraph.ts"));
});
afterAll(async () => {
  await Promise.all(processes.map((running) => running.stop()));
  processes = [];
  await appointments.close();
  rmSync(folder, { recursive: true, force: true });
});

const sequences = 200;
const length = 30;
/** On a machine that does much else. */
const patience = 900_000;
const seriesLength = 3;

const hours = { opens: Date.parse(at("09:00")), closes: Date.parse(at("12:00")) };

const index = fc.nat({ max: 1_000 });
/** Five-minute steps from half an hour before the provider's hours to half an hour after them. */
const start = fc.nat({ max: 47 }).map((count) => Date.parse(at("08:30")) + count * 5 * minute);
const visitType = fc.constantFrom(...Object.values(VisitType));
const planned = { patient: index, provider: index, visitType, start };

const taking = fc.constantFrom("bookAppointment", "bookAppointment", "holdAppointment", "overbookAppointment");
const stepping = fc.constantFrom("confirmAppointment", "checkInAppointment", "cancelAppointment");
const ofVisit = fc.constantFrom(
  ...(["expireHold", "expireHold", "missAppointment", "timePasses", "cancelAppointmentSeries"] as const),
);
const ofEntry = fc.constantFrom("acceptWaitlistOffer", "acceptWaitlistOffer", "leaveWaitlist");

/** Whom and what the numbers name is found out when the command is given. */
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ name: taking, ...planned }) },
  {
    weight: 2,
    arbitrary: fc.record({ name: fc.constant("bookTwice" as const), ...planned, rival: index, sooner: start }),
  },
  { weight: 2, arbitrary: fc.record({ name: fc.constant("bookAppointmentSeries" as const), ...planned }) },
  { weight: 3, arbitrary: fc.record({ name: fc.constant("rescheduleAppointment" as const), visit: index, start }) },
  { weight: 2, arbitrary: fc.record({ name: fc.constant("changeAppointmentSeries" as const), visit: index, start }) },
  { weight: 4, arbitrary: fc.record({ name: stepping, visit: index }) },
  { weight: 3, arbitrary: fc.record({ name: ofVisit, visit: index }) },
  { weight: 3, arbitrary: fc.record({ name: fc.constant("joinWaitlist" as const), ...planned }) },
  { weight: 2, arbitrary: fc.record({ name: ofEntry, entry: index }) },
  { weight: 2, arbitrary: fc.record({ name: fc.constant("advance" as const) }) },
);

type Step = typeof step extends fc.Arbitrary<infer Generated> ? Generated : never;

it(
  `${sequences} random sequences of ${length} commands do what a model of the rules says`,
  async () => {
    const tallies = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: length, maxLength: length }), async (sequence) => {
        for (const outcome of await new Following().follow(sequence))
          tallies.set(outcome, (tallies.get(outcome) ?? 0) + 1);
      }),
      // A failure prints its seed, and the shortest sequence that fails.
      { numRuns: sequences, seed: propertySeed },
    );
    // The sequences have to have come to every rule.
    expect(mustOccur.filter((outcome) => !tallies.has(outcome))).toEqual([]);
  },
  patience,
);

const mustOccur = [
  ...["bookAppointment", "holdAppointment", "rescheduleAppointment", "bookTwice"].flatMap((name) =>
    ["done", "SLOT_TAKEN", "PATIENT_BUSY", "OUTSIDE_AVAILABILITY"].map((code) => `${name}: ${code}`),
  ),
  ...["done", "PATIENT_BUSY", "OUTSIDE_AVAILABILITY"].map((code) => `overbookAppointment: ${code}`),
  ...["confirmAppointment: done", "confirmAppointment: ILLEGAL_TRANSITION"],
  ...["confirmAppointment", "rescheduleAppointment", "cancelAppointment"].map((name) => `${name}: HOLD_EXPIRED`),
  ...["checkInAppointment", "cancelAppointment", "rescheduleAppointment", "leaveWaitlist"].flatMap((name) =>
    ["done", "ILLEGAL_TRANSITION"].map((code) => `${name}: ${code}`),
  ),
  ...["checkInAppointment: NOT_ITS_DAY", "joinWaitlist: ALREADY_WAITING"],
  ...["bookAppointmentSeries", "changeAppointmentSeries", "cancelAppointmentSeries", "joinWaitlist"].map(
    (name) => `${name}: done`,
  ),
  ...["bookAppointmentSeries: SLOT_TAKEN", "changeAppointmentSeries: SLOT_TAKEN"],
  ...["changeAppointmentSeries: NOT_IN_SERIES", "acceptWaitlistOffer: done"],
];

const isOver = (visit: Visit) => visit.start < hours.opens;
const isHeld = ({ status }: Visit) => status === AppointmentStatus.REQUESTED;
const isOfSeries = ({ series }: Visit) => series !== undefined;

/** What some commands are for. */
const meant: Partial<Record<Step["name"], (visit: Visit) => boolean>> = {
  confirmAppointment: isHeld,
  checkInAppointment: isOver,
  expireHold: isHeld,
  changeAppointmentSeries: isOfSeries,
  cancelAppointmentSeries: isOfSeries,
};

/** One sequence: what is given, and what the model says of it. */
class Following {
  private readonly clinic = new Clinic(hours);
  private readonly outcomes: string[] = [];
  private patients: string[] = [];
  private providers: string[] = [];
  private turn = 0;
  private passed = 0;

  /** Gives the commands, and compares each answer, and in the end each row, with the model. @returns the outcomes */
  async follow(sequence: readonly Step[]): Promise<string[]> {
    const weekly = daily(["09:00", "12:00"]);
    for (let count = 0; count < 2; count += 1) this.providers.push(await knownProvider(appointments, { weekly }));
    for (let count = 0; count < 3; count += 1) this.patients.push(await knownPatient(appointments));
    for (const [number, taken] of sequence.entries()) {
      const answered = await this.take(taken);
      if (!answered) continue;
      const told = (outcome: string) => `${number} ${taken.name}: ${outcome}`;
      expect(answered.expected.map(told)).toContain(told(answered.outcome));
      for (const outcome of answered.outcome.split(" and ")) this.outcomes.push(`${taken.name}: ${outcome}`);
    }
    await this.advance();
    await this.compareRows();
    return this.outcomes;
  }

  /** @returns what it is answered, and what it may be; nothing for what does not apply. */
  private async take(taken: Step): Promise<{ outcome: string; expected: string[] } | undefined> {
    switch (taken.name) {
      case "bookAppointment":
      case "holdAppointment":
      case "overbookAppointment":
        return this.book(taken.name, this.planOf(taken));
      case "bookTwice":
        return this.bookTwice(
          this.planOf(taken),
          // Another patient.
          this.planOf({ ...taken, patient: taken.patient + 1 + (taken.rival % 2), start: taken.sooner }),
        );
      case "bookAppointmentSeries":
        return this.bookSeries(this.planOf(taken));
      case "joinWaitlist":
        return this.join(this.planOf(taken));
      case "advance":
        await this.advance();
        return;
      case "acceptWaitlistOffer":
      case "leaveWaitlist": {
        const [id] = nth([...this.clinic.entries], taken.entry) ?? [];
        if (id === undefined) return;
        return taken.name === "leaveWaitlist" ? this.leave(id) : this.accept(id);
      }
      default: {
        const [id] = nth(this.candidates(taken.name), taken.visit) ?? [];
        return id === undefined ? undefined : this.takeWith(taken, id);
      }
    }
  }

  /** What a command is for is named more often than not. */
  private candidates(name: Step["name"]): (readonly [string, Visit])[] {
    const visits = [...this.clinic.visits];
    const isMeant = meant[name];
    const meantOnes = isMeant ? visits.filter(([, visit]) => isMeant(visit)) : [];
    return [...meantOnes, ...meantOnes, ...visits];
  }

  private async takeWith(taken: Extract<Step, { visit: number }>, id: string) {
    switch (taken.name) {
      case "rescheduleAppointment":
        return this.reschedule(id, taken.start);
      case "changeAppointmentSeries":
        return this.changeSeries(id, taken.start);
      case "cancelAppointmentSeries":
        return this.cancelSeries(id);
      case "expireHold":
        return this.expire(id);
      case "missAppointment":
        return this.miss(id);
      case "timePasses":
        return this.pass(id);
      default:
        return this.takeStep(taken.name, id);
    }
  }

  private async book(mutation: string, visit: Planned) {
    const overbooks = mutation === "overbookAppointment";
    const expected = [this.clinic.whyNot(visit, { overbooks })];
    const status = mutation === "holdAppointment" ? AppointmentStatus.REQUESTED : AppointmentStatus.BOOKED;
    return { expected, outcome: await this.give(mutation, visit, status) };
  }

  private async give(mutation: string, visit: Planned, status = AppointmentStatus.BOOKED): Promise<string> {
    const overrideReason = mutation === "overbookAppointment" ? { overrideReason: "Sent by the emergency room" } : {};
    const answer = await this.ask(mutation, "appointment { id }", { ...inputOf(visit), ...overrideReason });
    if (answer.appointment) {
      this.clinic.noteExpired(visit);
      this.clinic.visits.set(answer.appointment.id, { ...visit, status });
    }
    return outcomeOf(answer);
  }

  /** At the same moment, by two patients: whichever comes first, it is as if the other had come after it. */
  private async bookTwice(one: Planned, rival: Planned) {
    const inTurn = (first: Planned, second: Planned): string[] => {
      const after = this.clinic.copy();
      const outcome = after.whyNot(first);
      if (outcome === "done") after.visits.set("first", { ...first, status: AppointmentStatus.BOOKED });
      return [outcome, after.whyNot(second)];
    };
    const expected = [inTurn(one, rival), inTurn(rival, one).toReversed()].map((both) => both.join(" and "));
    const both = await Promise.all([this.give("bookAppointment", one), this.give("bookAppointment", rival)]);
    return { expected, outcome: both.join(" and ") };
  }

  private async reschedule(id: string, to: number) {
    const expected = [this.clinic.whyNotMoved(id, to)];
    const outcome = outcomeOf(await this.ask("rescheduleAppointment", "appointment { id }", { id, startsAt: iso(to) }));
    const visit = this.clinic.visit(id);
    if (outcome === "done" && to !== visit.start) {
      this.clinic.noteExpired(visit);
      this.clinic.move(id, to);
    }
    return { expected, outcome };
  }

  private async takeStep(name: StepName, id: string) {
    const expected = [this.clinic.whyNotStep(name, id)];
    const reason = name === "cancelAppointment" ? { reason: "Called off" } : {};
    const outcome = outcomeOf(await this.ask(name, "appointment { id }", { id, ...reason }));
    if (outcome === "done") this.clinic.takeStep(name, id);
    return { expected, outcome };
  }

  private async bookSeries(first: Planned) {
    const places = this.clinic.placesOf(first, seriesLength);
    const expected = [this.clinic.whyNotPlaces(places)];
    const answer = await this.ask("bookAppointmentSeries", seriesFields, { ...inputOf(first), rule });
    if (answer.appointmentSeries) {
      this.clinic.noteExpired(first);
      this.keepSeries(answer.appointmentSeries, first);
    }
    return { expected, outcome: outcomeOf(answer) };
  }

  /** The following visits of a series are to be at another time, from the day of the named one on. */
  private async changeSeries(id: string, time: number) {
    const visit = this.clinic.visit(id);
    const slot = visit.series?.slot ?? visit.start;
    const to = slot - timeOfDay(slot) + timeOfDay(time);
    const existing = this.clinic.following(id);
    const first = { ...visit, start: to, end: to + lengthOf(visit.visitType) };
    const places = this.clinic.placesOf(first, seriesLength, existing);
    const isPossible = this.clinic.hasToCome(existing);
    const expected = [
      !visit.series ? "NOT_IN_SERIES" : isPossible ? this.clinic.whyNotPlaces(places) : "ILLEGAL_TRANSITION",
    ];
    const input = { id, scope: "FOLLOWING", startsAt: iso(to), rule };
    const answer = await this.ask("changeAppointmentSeries", seriesFields, input);
    if (answer.appointmentSeries) {
      this.clinic.noteExpired(visit);
      for (const { moved, slot: ofRule } of places) {
        if (moved === undefined) continue;
        this.clinic.move(moved, ofRule);
        this.clinic.visits.set(moved, { ...this.clinic.visit(moved), ...seriesOf(visit, ofRule) });
      }
      this.keepSeries(answer.appointmentSeries, visit);
    }
    return { expected, outcome: outcomeOf(answer) };
  }

  private async cancelSeries(id: string) {
    const { series } = this.clinic.visit(id);
    const following = this.clinic.following(id);
    const isPossible = this.clinic.hasToCome(following);
    const expected = [series === undefined ? "NOT_IN_SERIES" : isPossible ? "done" : "ILLEGAL_TRANSITION"];
    const input = { id, scope: "FOLLOWING", reason: "Called off" };
    const outcome = outcomeOf(await this.ask("cancelAppointmentSeries", "appointmentSeries { id }", input));
    if (outcome === "done")
      for (const [other, visit] of following)
        if (isAwaited(visit) && this.clinic.isToCome(other)) this.clinic.takeStep("cancelAppointment", other);
    return { expected, outcome };
  }

  /** What a series has more than the model knows was added to it. */
  private keepSeries(series: AnsweredSeries | null | undefined, of: Planned): void {
    for (const { id, startsAt } of series?.appointments ?? []) {
      if (this.clinic.visits.has(id)) continue;
      const begins = Date.parse(startsAt);
      const visit = { ...of, start: begins, end: begins + lengthOf(of.visitType), status: AppointmentStatus.BOOKED };
      this.clinic.visits.set(id, { ...visit, series: { id: String(series?.id), slot: begins } });
    }
  }

  private async join({ patientId, providerId, visitType, start }: Planned) {
    const [from, until] = [start - 60 * minute, start + 60 * minute];
    const expected = [this.clinic.whyNotJoin({ patientId, providerId, visitType, from, until })];
    const input = { patientId, providerId, visitType, from: iso(from), until: iso(until) };
    const answer = await this.ask("joinWaitlist", "waitlistEntry { id }", input);
    if (answer.waitlistEntry) {
      const entry = { patientId, providerId, visitType, from, until, offer: null, offered: [] };
      this.clinic.entries.set(answer.waitlistEntry.id, { ...entry, status: WaitlistStatus.WAITING });
    }
    return { expected, outcome: outcomeOf(answer) };
  }

  private async leave(id: string) {
    const expected = [this.clinic.leave(id)];
    return { expected, outcome: outcomeOf(await this.ask("leaveWaitlist", "waitlistEntry { id }", { id })) };
  }

  private async accept(id: string) {
    const visit = this.clinic.offeredVisit(id);
    if (!visit) return;
    const expected = [this.clinic.whyNotAccept(visit)];
    const [offer] = await sql(`select id from waitlist_offer where entry_id = '${id}' and outcome is null`);
    const fields = "waitlistEntry { appointment { id } }";
    const answer = await this.ask("acceptWaitlistOffer", fields, { id: String(offer?.id) });
    if (answer.waitlistEntry?.appointment) {
      this.clinic.noteExpired(visit);
      this.clinic.accept(id);
      this.clinic.visits.set(answer.waitlistEntry.appointment.id, { ...visit, status: AppointmentStatus.BOOKED });
    }
    return { expected, outcome: outcomeOf(answer) };
  }

  private async expire(id: string): Promise<undefined> {
    const { status, expired } = this.clinic.visit(id);
    if (status !== AppointmentStatus.REQUESTED || expired) return;
    await appointments.database.asOwner(`update appointment set hold_expires_at = now() where id = '${id}'`);
    this.clinic.expire(id);
  }

  /** Time passes: the visit ended two hours ago, or before, and nobody came. */
  private async miss(id: string): Promise<undefined> {
    if (!isAwaited(this.clinic.visit(id))) return;
    const time = await this.putBack(id, 0);
    await noShowTask.run(services());
    this.clinic.miss(id, time);
  }

  /** Time passes: so much that the visit is not given up any more, although it is awaited still. */
  private async pass(id: string): Promise<undefined> {
    if (isAwaited(this.clinic.visit(id))) this.clinic.pass(id, await this.putBack(id, 8));
  }

  /** Puts a visit at a time of its own two hours ago or before, and so many days. */
  private async putBack(id: string, days: number): Promise<{ start: number; end: number }> {
    const visit = this.clinic.visit(id);
    this.passed += 1;
    const start = Math.floor(Date.now() / minute) * minute - days * day - (2 + this.passed) * 60 * minute;
    const time = { start, end: start + visit.end - visit.start };
    await appointments.database.asOwner(
      `update appointment set starts_at = '${iso(time.start)}', ends_at = '${iso(time.end)}' where id = '${id}'`,
    );
    return time;
  }

  private async advance(): Promise<void> {
    await holdTask.run(services());
    await waitlistTask.run(services());
    this.clinic.advance();
  }

  private async compareRows(): Promise<void> {
    const { visits, entries } = this.clinic;
    const ofProviders = `provider_id in ('${this.providers.join("','")}')`;
    const rows = await sql(`select id, status, starts_at, ends_at from appointment where ${ofProviders} order by id`);
    expect(rows.map(({ id, status, starts_at, ends_at }) => [id, status, time(starts_at), time(ends_at)])).toEqual(
      sorted(visits).map(([id, { status, start, end }]) => [id, status, start, end]),
    );
    const waiting = await sql(
      `select entry.id, entry.status, offer.starts_at from waitlist_entry entry
       left join waitlist_offer offer on offer.entry_id = entry.id and offer.outcome is null
       where entry.${ofProviders} order by entry.id`,
    );
    expect(
      waiting.map(({ id, status, starts_at }) => [id, status, starts_at === null ? null : time(starts_at)]),
    ).toEqual(sorted(entries).map(([id, { status, offer }]) => [id, status, offer?.start ?? null]));
  }

  private planOf(of: { patient: number; provider: number; visitType: VisitType; start: number }): Planned {
    const [patientId = "", providerId = ""] = [nth(this.patients, of.patient), nth(this.providers, of.provider)];
    return { patientId, providerId, visitType: of.visitType, start: of.start, end: of.start + lengthOf(of.visitType) };
  }

  /** Gives a command to one of the processes; it must be answered in its payload, whatever that says. */
  private async ask(mutation: string, fields: string, input: object): Promise<Answer> {
    this.turn += 1;
    const type = inputTypes[mutation] ?? `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
    const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${fields} userErrors { code } } }`;
    const answer = await nth(processes, this.turn)?.query(staff, document, { input });
    if (answer?.status !== 200 || answer.errors) throw new Error(`${mutation}: ${JSON.stringify(answer)}`);
    return answer.data[mutation];
  }
}

interface AnsweredSeries {
  readonly id: string;
  readonly appointments: readonly { readonly id: string; readonly startsAt: string }[];
}

interface Answer {
  readonly appointment?: { readonly id: string } | null;
  readonly appointmentSeries?: AnsweredSeries | null;
  readonly waitlistEntry?: { readonly id: string; readonly appointment?: { readonly id: string } | null } | null;
  readonly userErrors: readonly { readonly code: string }[];
}

const inputTypes: Readonly<Record<string, string>> = {
  confirmAppointment: "AppointmentCommandInput",
  checkInAppointment: "AppointmentCommandInput",
};

const rule = `FREQ=DAILY;COUNT=${seriesLength}`;
const seriesFields = "appointmentSeries { id appointments { id startsAt } }";

const services = () => ({ orm: appointments.orm, signal: new AbortController().signal }) as TaskServices;
const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  appointments.orm.em.getConnection().execute(statement);

const iso = (instant: number) => new Date(instant).toISOString();
const time = (instant: unknown) => new Date(String(instant)).getTime();
const timeOfDay = (instant: number) => instant % day;
const outcomeOf = (answer: Answer) => answer.userErrors[0]?.code ?? "done";

const seriesOf = ({ series }: { readonly series?: { readonly id: string } }, slot: number) =>
  series ? { series: { id: series.id, slot } } : {};

function inputOf({ patientId, providerId, visitType, start }: Planned): object {
  return { patientId, providerId, visitType, startsAt: iso(start) };
}

/** The item that `number` names, whatever it is; undefined when there is none. */
function nth<Item>(items: readonly Item[], number: number): Item | undefined {
  return items[number % items.length];
}

function sorted<Value>(values: ReadonlyMap<string, Value>): [string, Value][] {
  return [...values].toSorted(([one], [other]) => (one < other ? -1 : 1));
}
