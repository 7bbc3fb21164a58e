import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Role, VisitType } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { knownPatient, knownProvider } from "../references/reference.fixture.ts";
import { pick, randomOf } from "../slots/slots.fixture.ts";
import { appointmentSubgraph } from "../subgraph.ts";
import { type SubgraphProcess, startSubgraphProcess } from "../testing/subgraph.process.ts";
import { decide } from "../visit-rules/visit-rules.fixture.ts";
import { organizationId, staff } from "./booking.fixture.ts";
import { takesTime } from "./booking.status.ts";
import { at, type CommandAnswer, command, outcomeOf } from "./commands.fixture.ts";

// Each race runs over two processes of the subgraph and one database.
let appointments: TestSubgraph;
let folder: string;
let processes: SubgraphProcess[] = [];
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
  folder = mkdtempSync(join(tmpdir(), "careconnect-appointment-"));
  // One after the other: the first makes the keys that both use.
  for (let count = 0; count < 2; count += 1) processes.push(await startSubgraphProcess(appointments, folder));
});
afterAll(async () => {
  await Promise.all(processes.map((running) => running.stop()));
  processes = [];
  await appointments.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Gives a command to one process or the other. */
function run(turn: number, viewer: TestViewer, mutation: string, input: object): Promise<CommandAnswer> {
  const asked = processes[turn % processes.length];
  if (!asked) throw new Error("No process runs.");
  return command(asked.query, viewer, mutation, input);
}

function many<Item>(count: number, make: (index: number) => Promise<Item>): Promise<Item[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => make(index)));
}

async function sql(statement: string): Promise<Record<string, unknown>[]> {
  return appointments.orm.em.getConnection().execute(statement);
}

function tally(answers: readonly CommandAnswer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of answers.map(outcomeOf)) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

describe.each([2, 50, 200])("%i bookings at once, each with a key of its own", (count) => {
  it("cal.com #5820, #29958, erpnext #16068: of one slot by as many patients: one has it, the others are told that it is taken", async () => {
    const providerId = await knownProvider(appointments);
    const patients = await many(count, () => knownPatient(appointments));
    const answers = await Promise.all(
      patients.map((patientId, index) =>
        run(index, { organizationId, roles: [Role.PATIENT], patientId, userId: randomUUID() }, "bookAppointment", {
          patientId,
          providerId,
          // Not even the same start: what overlaps is taken.
          startsAt: at(index % 2 === 0 ? "09:00" : "09:15"),
          visitType: "IN_PERSON",
          idempotencyKey: randomUUID(),
        }),
      ),
    );
    expect(tally(answers)).toEqual({ done: 1, SLOT_TAKEN: count - 1 });
    expect(await sql(`select 1 from appointment where provider_id = '${providerId}'`)).toHaveLength(1);
    expect(await sql(`select 1 from outbox_event where payload ->> 'providerId' = '${providerId}'`)).toHaveLength(1);
  });

  it("openemr #2632: of one patient with as many providers: one has them, for the others the patient is busy", async () => {
    const patientId = await knownPatient(appointments);
    const providers = await many(count, () => knownProvider(appointments));
    const answers = await Promise.all(
      providers.map((providerId, index) =>
        run(index, staff, "bookAppointment", {
          patientId,
          providerId,
          startsAt: at(index % 2 === 0 ? "09:00" : "09:10"),
          visitType: "VIDEO",
          idempotencyKey: randomUUID(),
        }),
      ),
    );
    expect(tally(answers)).toEqual({ done: 1, PATIENT_BUSY: count - 1 });
    expect(await sql(`select 1 from appointment where patient_id = '${patientId}'`)).toHaveLength(1);
  });
});

describe("one key", () => {
  it("hapi #3141: fifty times over two processes is one booking", async () => {
    const input = {
      patientId: await knownPatient(appointments),
      providerId: await knownProvider(appointments),
      startsAt: at("09:00"),
      visitType: "PHONE",
      idempotencyKey: randomUUID(),
    };
    const answers = await many(50, (index) => run(index, staff, "bookAppointment", input));
    expect(tally(answers)).toEqual({ done: 50 });
    expect(new Set(answers.map(({ appointment }) => appointment?.id)).size).toBe(1);
    expect(await sql(`select 1 from appointment where provider_id = '${input.providerId}'`)).toHaveLength(1);
  });
});

describe("reschedulings at once", () => {
  it("of fifty visits into one slot: one moves, the others stay where they are", async () => {
    const providerId = await knownProvider(appointments);
    const before = await many(50, async (index) => {
      const patientId = await knownPatient(appointments);
      const booking = { patientId, providerId, startsAt: at("00:00", index), visitType: "IN_PERSON" };
      const { appointment } = await run(index, staff, "bookAppointment", booking);
      if (!appointment) throw new Error("Nothing was booked.");
      return appointment;
    });
    const target = at("12:00");
    const answers = await Promise.all(
      before.map(({ id }, index) => run(index, staff, "rescheduleAppointment", { id, startsAt: target })),
    );
    expect(tally(answers)).toEqual({ done: 1, SLOT_TAKEN: 49 });
    const after = await sql(`select id, starts_at, version from appointment where provider_id = '${providerId}'`);
    for (const { id, startsAt } of before) {
      const row = after.find((candidate) => candidate.id === id);
      const moved = answers.some(({ appointment }) => appointment?.id === id);
      expect(new Date(String(row?.starts_at)).toISOString()).toBe(moved ? target : startsAt);
      expect(row?.version).toBe(moved ? 2 : 1);
    }
  });

  it("crosswise end without a deadlock that anybody sees, and without overlap", async () => {
    const random = randomOf(7);
    const providers = await many(3, () => knownProvider(appointments));
    const patients = await many(4, () => knownPatient(appointments));
    const ids: string[] = [];
    const times = Array.from({ length: 12 }, (_, index) =>
      at(index % 2 === 0 ? `0${8 + (index % 4 === 0 ? 0 : 1)}:00` : "10:15", index % 3),
    );
    for (let round = 0; round < 12; round += 1) {
      const answers = await many(16, async (index) => {
        const startsAt = pick(random, times);
        const id = ids.length > 0 ? pick(random, ids) : undefined;
        const choice = random();
        const booking = {
          patientId: pick(random, patients),
          providerId: pick(random, providers),
          startsAt,
          visitType: "IN_PERSON",
        };
        if (id === undefined || choice < 0.5) return run(index, staff, "bookAppointment", booking);
        if (choice < 0.8) return run(index, staff, "rescheduleAppointment", { id, startsAt });
        return run(index, staff, "cancelAppointment", { id, reason: "Called off" });
      });
      for (const { appointment } of answers) if (appointment && !ids.includes(appointment.id)) ids.push(appointment.id);
      const allowed = new Set(["done", "SLOT_TAKEN", "PATIENT_BUSY", "ILLEGAL_TRANSITION"]);
      expect(answers.map(outcomeOf).filter((outcome) => !allowed.has(outcome))).toEqual([]);
    }
    const overlaps = await sql(`
      with active as (select * from appointment where ${takesTime})
      select one.id from active one join active other on one.id < other.id
        and (one.provider_id = other.provider_id or one.patient_id = other.patient_id)
        and one.starts_at < other.ends_at and other.starts_at < one.ends_at`);
    expect(overlaps).toEqual([]);
    // Every version of an appointment has its event and its step of history.
    const untold = await sql(`
      select id from appointment a where provider_id in (${providers.map((id) => `'${id}'`).join()})
        and (version <> (select count(*) from outbox_event where aggregate_id = a.id)
          or version <> (select count(*) from appointment_status_change where appointment_id = a.id))`);
    expect(untold).toEqual([]);
  });
});

// Last, because what is decided here holds for all that comes after it.
describe("what a kind of visit demands of the provider's time", () => {
  async function bookAll(providerId: string, visits: readonly { startsAt: string; visitType: VisitType }[]) {
    const patients = await many(visits.length, () => knownPatient(appointments));
    return Promise.all(
      visits.map((visit, index) =>
        run(index, staff, "bookAppointment", { ...visit, patientId: patients[index], providerId }),
      ),
    );
  }

  it("is kept free by fifty bookings that touch it: one has the time", async () => {
    await decide(appointments, VisitType.VIDEO, { bufferBeforeMinutes: 5, bufferAfterMinutes: 10 });
    const providerId = await knownProvider(appointments);
    // The visits themselves do not even touch each other; one of the kinds keeps nothing free.
    const choices = [
      { startsAt: at("09:00"), visitType: VisitType.VIDEO },
      { startsAt: at("09:25"), visitType: VisitType.PHONE },
    ];
    const answers = await bookAll(
      providerId,
      Array.from({ length: 50 }, (_, index) => choices[index % 2] ?? choices[0]).flatMap((choice) => choice ?? []),
    );
    expect(tally(answers)).toEqual({ done: 1, SLOT_TAKEN: 49 });
  });

  it("is the day's maximum for fifty bookings and ten that are moved there, each to a time of its own", async () => {
    await decide(appointments, VisitType.PHONE, { maximumPerDay: 3 });
    const providerId = await knownProvider(appointments);
    const elsewhere = await bookAll(
      providerId,
      Array.from({ length: 10 }, (_, index) => ({ startsAt: at("09:00", 1 + index), visitType: VisitType.PHONE })),
    );
    expect(tally(elsewhere)).toEqual({ done: 10 });
    const times = Array.from({ length: 60 }, (_, index) => new Date(Date.parse(at("08:00")) + index * 15 * 60_000));
    const [booked, moved] = await Promise.all([
      bookAll(
        providerId,
        times.slice(10).map((time) => ({ startsAt: time.toISOString(), visitType: VisitType.PHONE })),
      ),
      Promise.all(
        elsewhere.map(({ appointment }, index) =>
          run(index, staff, "rescheduleAppointment", { id: appointment?.id, startsAt: times[index]?.toISOString() }),
        ),
      ),
    ]);
    expect(tally([...booked, ...moved])).toEqual({ done: 3, PROVIDER_FULL: 57 });
    expect(
      await sql(`select 1 from appointment where provider_id = '${providerId}' and starts_at < '${at("00:00", 1)}'`),
    ).toHaveLength(3);
  });
});
