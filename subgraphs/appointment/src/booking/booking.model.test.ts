import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VisitType } from "@careconnect/kit";
import { propertySeed, startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { knownPatient, knownProvider } from "../references/reference.fixture.ts";
import { daily } from "../slots/slots.fixture.ts";
import { appointmentSubgraph } from "../subgraph.ts";
import { type SubgraphProcess, startSubgraphProcess } from "../testing/subgraph.process.ts";
import { standardRules } from "../visit-rules/visit.rule.ts";
import { staff } from "./booking.fixture.ts";
import { AppointmentStatus, activeStatuses } from "./booking.status.ts";
import { at, type CommandAnswer, command, outcomeOf } from "./commands.fixture.ts";

// Sequences of commands, given to two processes of the subgraph over one database.
let appointments: TestSubgraph;
let folder: string;
let processes: SubgraphProcess[] = [];
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
  folder = mkdtempSync(join(tmpdir(), "careconnect-model-"));
  // One after the other: the first makes the keys that both use.
  for (let count = 0; count < 2; count += 1) processes.push(await startSubgraphProcess(appointments, folder));
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

const minute = 60_000;
const opens = Date.parse(at("09:00"));
const closes = Date.parse(at("12:00"));
const { BOOKED, CONFIRMED, CHECKED_IN, CANCELLED } = AppointmentStatus;

interface Planned {
  readonly patientId: string;
  readonly providerId: string;
  readonly visitType: VisitType;
  readonly start: number;
  readonly end: number;
}

interface Visit extends Planned {
  readonly status: AppointmentStatus;
}

/** What the rules say, kept as simple as they can be told. */
class Clinic {
  readonly visits = new Map<string, Visit>();

  whyNot(visit: Planned, options: { readonly itself?: string; readonly overbooks?: boolean } = {}): string {
    if (visit.start < opens || visit.end > closes) return "OUTSIDE_AVAILABILITY";
    const inTheWay = [...this.visits].flatMap(([id, other]) =>
      id !== options.itself && isActive(other) && other.start < visit.end && visit.start < other.end ? [other] : [],
    );
    const takesProvider = inTheWay.some(({ providerId }) => providerId === visit.providerId);
    if (takesProvider && !options.overbooks) return "SLOT_TAKEN";
    if (inTheWay.some(({ patientId }) => patientId === visit.patientId)) return "PATIENT_BUSY";
    return "done";
  }
}

function isActive({ status }: Visit): boolean {
  return (activeStatuses as readonly string[]).includes(status);
}

const steps = {
  confirmAppointment: { from: [BOOKED], to: CONFIRMED },
  checkInAppointment: { from: [BOOKED, CONFIRMED], to: CHECKED_IN },
  cancelAppointment: { from: [BOOKED, CONFIRMED, CHECKED_IN], to: CANCELLED },
} as const satisfies Record<string, { from: readonly AppointmentStatus[]; to: AppointmentStatus }>;

const index = fc.nat({ max: 1_000 });
/** Five-minute steps from half an hour before the provider's hours to half an hour after them. */
const start = fc.nat({ max: 47 }).map((count) => Date.parse(at("08:30")) + count * 5 * minute);
const visitType = fc.constantFrom(...Object.values(VisitType));
const planned = { patient: index, provider: index, visitType, start };

/** Whom and what the numbers name is found out when the command is given. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ name: fc.constant("bookAppointment" as const), ...planned }) },
  { weight: 1, arbitrary: fc.record({ name: fc.constant("overbookAppointment" as const), ...planned }) },
  {
    weight: 2,
    arbitrary: fc.record({ name: fc.constant("bookTwice" as const), ...planned, rival: index, sooner: start }),
  },
  { weight: 3, arbitrary: fc.record({ name: fc.constant("rescheduleAppointment" as const), visit: index, start }) },
  {
    weight: 3,
    arbitrary: fc.record({
      name: fc.constantFrom("confirmAppointment" as const, "checkInAppointment" as const, "cancelAppointment" as const),
      visit: index,
    }),
  },
);

type Step = typeof step extends fc.Arbitrary<infer Generated> ? Generated : never;

it(
  `${sequences} random sequences of ${length} commands do what a model of the rules says`,
  async () => {
    const tallies = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: length, maxLength: length }), async (sequence) => {
        for (const outcome of await follow(sequence)) tallies.set(outcome, (tallies.get(outcome) ?? 0) + 1);
      }),
      // A failure prints its seed, and the shortest sequence that fails.
      { numRuns: sequences, seed: propertySeed },
    );
    // The sequences have to have come to every rule.
    const codes = ["done", "SLOT_TAKEN", "PATIENT_BUSY", "OUTSIDE_AVAILABILITY", "ILLEGAL_TRANSITION"];
    expect(codes.filter((code) => !tallies.has(code))).toEqual([]);
  },
  patience,
);

/** Gives the commands, and compares each answer, and in the end each row, with the model. @returns the outcomes */
async function follow(sequence: readonly Step[]): Promise<string[]> {
  const clinic = new Clinic();
  const weekly = daily(["09:00", "12:00"]);
  const providers = [await knownProvider(appointments, { weekly }), await knownProvider(appointments, { weekly })];
  const patients = [
    await knownPatient(appointments),
    await knownPatient(appointments),
    await knownPatient(appointments),
  ];
  const outcomes: string[] = [];
  let turn = 0;

  const give = (mutation: string, input: object): Promise<CommandAnswer> => {
    turn += 1;
    return command(nth(processes, turn).query, staff, mutation, input);
  };
  const planOf = (of: { patient: number; provider: number; visitType: VisitType; start: number }): Planned => ({
    ...{ patientId: nth(patients, of.patient), providerId: nth(providers, of.provider), visitType: of.visitType },
    ...{ start: of.start, end: of.start + standardRules[of.visitType].durationMinutes * minute },
  });
  const book = async (mutation: "bookAppointment" | "overbookAppointment", visit: Planned): Promise<string> => {
    const { patientId, providerId } = visit;
    const answer = await give(mutation, {
      ...{ patientId, providerId, visitType: visit.visitType, startsAt: new Date(visit.start).toISOString() },
      ...(mutation === "overbookAppointment" && { overrideReason: "Sent by the emergency room" }),
    });
    if (answer.appointment) clinic.visits.set(answer.appointment.id, { ...visit, status: BOOKED });
    return outcomeOf(answer);
  };

  for (const [number, taken] of sequence.entries()) {
    const told = (outcome: string) => `${number} ${taken.name}: ${outcome}`;
    if (taken.name === "bookAppointment" || taken.name === "overbookAppointment") {
      const visit = planOf(taken);
      const expected = clinic.whyNot(visit, { overbooks: taken.name === "overbookAppointment" });
      const outcome = await book(taken.name, visit);
      expect(told(outcome)).toBe(told(expected));
      outcomes.push(outcome);
    } else if (taken.name === "bookTwice") {
      // At the same moment, by two patients: whichever comes first, it is as if the other had come after it.
      const one = planOf(taken);
      const rival = planOf({ ...taken, patient: taken.patient + 1 + (taken.rival % 2), start: taken.sooner });
      const allowed = [inTurn(clinic, one, rival), inTurn(clinic, rival, one).toReversed()];
      const both = await Promise.all([book("bookAppointment", one), book("bookAppointment", rival)]);
      expect(allowed.map(String)).toContain(String(both));
      outcomes.push(...both);
    } else if (clinic.visits.size > 0) {
      const [id, visit] = nth([...clinic.visits], taken.visit);
      const { expected, outcome, after } =
        taken.name === "rescheduleAppointment"
          ? await reschedule(clinic, give, id, taken.start)
          : await takeStep(taken.name, give, id, visit);
      expect(told(outcome)).toBe(told(expected));
      clinic.visits.set(id, after);
      outcomes.push(outcome);
    }
  }

  const rows: Record<string, unknown>[] = await appointments.orm.em
    .getConnection()
    .execute(
      `select id, status, starts_at, ends_at from appointment where provider_id in ('${providers.join("','")}')`,
    );
  const kept = rows.map(({ id, status, starts_at, ends_at }) => [
    ...[String(id), status, new Date(String(starts_at)).getTime(), new Date(String(ends_at)).getTime()],
  ]);
  const expected = [...clinic.visits].map(([id, { status, start: from, end }]) => [id, status, from, end]);
  expect(kept.toSorted(byId)).toEqual(expected.toSorted(byId));
  return outcomes;
}

/** What two bookings are answered when one comes after the other. */
function inTurn(clinic: Clinic, first: Planned, second: Planned): string[] {
  const after = new Clinic();
  for (const [id, visit] of clinic.visits) after.visits.set(id, visit);
  const outcome = clinic.whyNot(first);
  if (outcome === "done") after.visits.set("first", { ...first, status: BOOKED });
  return [outcome, after.whyNot(second)];
}

type Give = (mutation: string, input: object) => Promise<CommandAnswer>;

async function reschedule(clinic: Clinic, give: Give, id: string, to: number) {
  const visit = clinic.visits.get(id);
  if (!visit) throw new Error("There is no such visit.");
  const moved = { ...visit, start: to, end: to + visit.end - visit.start };
  const may = visit.status === BOOKED || visit.status === CONFIRMED;
  // An overbooked visit may stay where it is.
  const stays = to === visit.start ? "done" : clinic.whyNot(moved, { itself: id });
  const expected = may ? stays : "ILLEGAL_TRANSITION";
  const outcome = outcomeOf(await give("rescheduleAppointment", { id, startsAt: new Date(to).toISOString() }));
  return { expected, outcome, after: expected === "done" ? moved : visit };
}

async function takeStep(name: keyof typeof steps, give: Give, id: string, visit: Visit) {
  const { from, to } = steps[name];
  const expected = (from as readonly string[]).includes(visit.status) ? "done" : "ILLEGAL_TRANSITION";
  const outcome = outcomeOf(await give(name, { id, ...(name === "cancelAppointment" && { reason: "Called off" }) }));
  return { expected, outcome, after: expected === "done" ? { ...visit, status: to } : visit };
}

/** The item that `number` names, whatever it is. */
function nth<Item>(items: readonly Item[], number: number): Item {
  const item = items[number % items.length];
  if (item === undefined) throw new Error("There is nothing to name.");
  return item;
}

function byId([one]: readonly unknown[], [other]: readonly unknown[]): number {
  return String(one).localeCompare(String(other));
}
