import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Role, type TaskServices } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { organizationId, staff } from "../booking/booking.fixture.ts";
import { takesTime } from "../booking/booking.status.ts";
import { at, type CommandAnswer, command, outcomeOf } from "../booking/commands.fixture.ts";
import { knownPatient, knownProvider } from "../references/reference.fixture.ts";
import { appointmentSubgraph } from "../subgraph.ts";
import { type SubgraphProcess, startSubgraphProcess } from "../testing/subgraph.process.ts";
import { type WaitlistAnswer, waitlistCommand } from "./waitlist.fixture.ts";
import { waitlistTask } from "./waitlist.task.ts";

// Each race runs over two processes of the subgraph and one database; the waitlist's task runs in each of them, and here.
let appointments: TestSubgraph;
let folder: string;
let processes: SubgraphProcess[] = [];
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
  folder = mkdtempSync(join(tmpdir(), "careconnect-waitlist-"));
  for (let count = 0; count < 2; count += 1) processes.push(await startSubgraphProcess(appointments, folder));
});
afterAll(async () => {
  await Promise.all(processes.map((running) => running.stop()));
  processes = [];
  await appointments.close();
  rmSync(folder, { recursive: true, force: true });
});

let providerId: string;
beforeEach(async () => {
  providerId = await knownProvider(appointments);
});

const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  appointments.orm.em.getConnection().execute(statement);
const advance = () => waitlistTask.run({ orm: appointments.orm, signal: new AbortController().signal } as TaskServices);

function askOf(turn: number): SubgraphProcess["query"] {
  const asked = processes[turn % processes.length];
  if (!asked) throw new Error("No process runs.");
  return asked.query;
}

async function wait(): Promise<{ readonly id: string; readonly viewer: TestViewer }> {
  const patientId = await knownPatient(appointments);
  const viewer = { organizationId, roles: [Role.PATIENT], patientId, userId: randomUUID() };
  const { entry } = await waitlistCommand(appointments.query, viewer, "joinWaitlist", {
    ...{ patientId, providerId, visitType: "IN_PERSON", from: at("00:00"), until: at("23:59") },
  });
  return { id: String(entry?.id), viewer };
}

async function free(startsAt: string): Promise<void> {
  const patientId = await knownPatient(appointments);
  const booking = { patientId, providerId, startsAt, visitType: "IN_PERSON" };
  const { appointment } = await command(appointments.query, staff, "bookAppointment", booking);
  const off = { id: appointment?.id, reason: "Called off" };
  expect(outcomeOf(await command(appointments.query, staff, "cancelAppointment", off))).toBe("done");
}

/** The offer that is open for the entry, once one of the processes has made it. */
async function offerOf(id: string): Promise<string> {
  const open = () => sql(`select id from waitlist_offer where entry_id = '${id}' and outcome is null`);
  await expect.poll(open, { timeout: 10_000 }).toHaveLength(1);
  return String((await open())[0]?.id);
}

const accept = (turn: number, viewer: TestViewer, id: string): Promise<WaitlistAnswer> =>
  waitlistCommand(askOf(turn), viewer, "acceptWaitlistOffer", { id });

async function book(turn: number, startsAt: string): Promise<CommandAnswer> {
  const patientId = await knownPatient(appointments);
  return command(askOf(turn), staff, "bookAppointment", { patientId, providerId, startsAt, visitType: "IN_PERSON" });
}

const outcome = (answer: WaitlistAnswer) => answer.userErrors[0]?.code ?? "done";

const visitsOfProvider = () =>
  sql(`select patient_id from appointment where provider_id = '${providerId}' and ${takesTime}`);

it("an offered slot accepted and booked at once: whom it is held for has it, everybody else is told that it is taken", async () => {
  const { id, viewer } = await wait();
  await free(at("10:00"));
  await advance();
  const offer = await offerOf(id);
  const [booked, accepted] = await Promise.all([
    Promise.all(Array.from({ length: 30 }, (_, turn) => book(turn, at(turn % 2 === 0 ? "10:00" : "10:15")))),
    Promise.all(Array.from({ length: 10 }, (_, turn) => accept(turn, viewer, offer))),
  ]);
  expect(new Set(booked.map(outcomeOf))).toEqual(new Set(["SLOT_TAKEN"]));
  expect(accepted.map(outcome).sort()).toEqual([...Array.from({ length: 9 }, () => "OFFER_OVER"), "done"]);
  expect(await visitsOfProvider()).toEqual([{ patient_id: viewer.patientId }]);
}, 120_000);

it("an offer that expires while it is accepted and its slot is booked: one wins", async () => {
  const slots = Array.from({ length: 12 }, (_, index) => at("10:00", index + 1));
  for (const [round, startsAt] of slots.entries()) {
    providerId = await knownProvider(appointments);
    const patientId = await knownPatient(appointments);
    const viewer = { organizationId, roles: [Role.PATIENT], patientId, userId: randomUUID() };
    const { entry } = await waitlistCommand(appointments.query, viewer, "joinWaitlist", {
      ...{ patientId, providerId, visitType: "IN_PERSON", from: at("00:00"), until: at("00:00", 30) },
    });
    await free(startsAt);
    await advance();
    const offer = await offerOf(String(entry?.id));
    // It is over at some moment while the commands are under way, sooner or later in each round.
    await appointments.database.asOwner(
      `update waitlist_offer set expires_at = clock_timestamp() + interval '${round * 6} milliseconds' where id = '${offer}'`,
    );
    const [accepted, ...booked] = await Promise.all([
      accept(round, viewer, offer),
      ...Array.from({ length: 6 }, (_, turn) => book(turn, startsAt)),
    ]);
    const wins = [outcome(accepted), ...booked.map(outcomeOf)].filter((code) => code === "done");
    // Who came while it was held was told so; when it was held no more, nobody may have come any more.
    expect(wins.length).toBeLessThanOrEqual(1);
    expect(await visitsOfProvider()).toHaveLength(wins.length);
    for (const answer of booked) expect(["done", "SLOT_TAKEN"]).toContain(outcomeOf(answer));
    expect(["done", "OFFER_OVER", "SLOT_TAKEN"]).toContain(outcome(accepted));
    if (wins.length === 0) expect(outcomeOf(await book(0, startsAt))).toBe("done");
  }
}, 120_000);

it("the same wish twelve times at once, by both sides and in both processes, is on the list once", async () => {
  const patientId = await knownPatient(appointments);
  const viewer = { organizationId, roles: [Role.PATIENT], patientId, userId: randomUUID() };
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, turn) =>
      waitlistCommand(askOf(turn), turn % 3 === 0 ? viewer : staff, "joinWaitlist", {
        ...{ patientId, providerId, visitType: "IN_PERSON", from: at("08:00"), until: at(`${10 + turn}:00`) },
      }),
    ),
  );
  expect(answers.map(outcome).sort()).toEqual([...Array.from({ length: 11 }, () => "ALREADY_WAITING"), "done"]);
  expect(await sql(`select 1 from waitlist_entry where patient_id = '${patientId}'`)).toHaveLength(1);
  expect(await sql(`select 1 from outbox_event where payload ->> 'patientId' = '${patientId}'`)).toHaveLength(1);
}, 120_000);

it("slots that become free at once are offered once each, to those who waited longest", async () => {
  const waiting: string[] = [];
  for (let count = 0; count < 8; count += 1) waiting.push((await wait()).id);
  const starts = ["09:00", "10:00", "11:00", "12:00", "13:00"].map((time) => at(time));
  await Promise.all(starts.map(free));
  await Promise.all(Array.from({ length: 6 }, advance));
  const open = () =>
    sql(`select entry_id, starts_at from waitlist_offer where provider_id = '${providerId}' and outcome is null`);
  await expect.poll(open, { timeout: 10_000 }).toHaveLength(5);
  await advance();
  const offers = await open();
  expect(new Set(offers.map((offer) => new Date(String(offer.starts_at)).toISOString()))).toEqual(new Set(starts));
  expect(offers).toHaveLength(5);
  expect(new Set(offers.map((offer) => offer.entry_id))).toEqual(new Set(waiting.slice(0, 5)));
}, 120_000);
