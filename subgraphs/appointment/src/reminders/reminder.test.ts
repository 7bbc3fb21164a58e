import { randomUUID } from "node:crypto";
import { importedId, systemUserId, type TaskServices } from "@careconnect/kit";
import type { TestSubgraph, TestViewer } from "@careconnect/kit/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { admin, organizationId, staff, stranger, visit } from "../booking/booking.fixture.ts";
import { at, command } from "../booking/commands.fixture.ts";
import { noShowTask } from "../no-show/no-show.task.ts";
import { knownPatient, knownProvider, tell } from "../references/reference.fixture.ts";
import { twoProcesses } from "../testing/two.processes.ts";
import { reminderTask } from "./reminder.task.ts";

const processes = twoProcesses();

let patientId: string;
let providerId: string;
beforeEach(async () => {
  patientId = await knownPatient(processes[0]);
  providerId = await knownProvider(processes[0]);
});

const services = ({ orm }: TestSubgraph) => ({ orm, signal: new AbortController().signal }) as TaskServices;
const remind = (running: TestSubgraph) => reminderTask.run(services(running));
const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  processes[0].orm.em.getConnection().execute(statement);

const run = async (mutation: string, input: object, viewer: TestViewer = staff): Promise<string> => {
  const { appointment, userErrors } = await command(processes[0].query, viewer, mutation, input);
  expect(userErrors).toEqual([]);
  if (!appointment) throw new Error("Nothing was done.");
  return appointment.id;
};
const book = (startsAt: string) => run("bookAppointment", { patientId, providerId, startsAt, visitType: "PHONE" });

/** So many hours from now, on a full minute. */
function inHours(hours: number): string {
  return new Date(Math.ceil(Date.now() / 60_000 + hours * 60) * 60_000).toISOString();
}

/** When somebody is still to be reminded of the visit, in hours before `startsAt`. */
async function leadsOf(id: string, startsAt: string): Promise<number[]> {
  const rows = await sql(`select due_at from appointment_reminder where appointment_id = '${id}' order by due_at`);
  return rows.map((row) => (Date.parse(startsAt) - new Date(String(row.due_at)).getTime()) / 3_600_000);
}

/** Lets so many hours pass for these visits. */
async function pass(hours: number, ...ids: string[]): Promise<void> {
  const these = `in ('${ids.join("','")}')`;
  const back = `- interval '${hours} hours'`;
  await processes[0].database.asOwner(
    `update appointment set starts_at = starts_at ${back}, ends_at = ends_at ${back} where id ${these};
     update appointment_reminder set due_at = due_at ${back} where appointment_id ${these}`,
  );
}

const toldOf = (id: string) =>
  sql(
    `select payload, aggregate_type, aggregate_version, imported, actor_id, organization_id from outbox_event
     where type = 'appointment.reminder.due' and aggregate_id = '${id}'`,
  );

describe("a visit's reminders", () => {
  it.each([
    ["a week ahead are due a day and two hours before it", 7 * 24, [24, 2]],
    ["within a day: what would be over already is left out", 23, [2]],
    ["within two hours: there is none", 1.5, []],
  ])("of a visit %s", async (_what, hours, leads) => {
    const startsAt = inHours(hours);
    expect(await leadsOf(await book(startsAt), startsAt)).toEqual(leads);
  });

  it("move with it, those that were told included", async () => {
    const id = await book(inHours(30));
    await pass(8, id);
    await remind(processes[0]);
    expect(await toldOf(id)).toHaveLength(1);
    const later = at("09:00");
    await run("rescheduleAppointment", { id, startsAt: later });
    expect(await leadsOf(id, later)).toEqual([24, 2]);
    const soon = inHours(10);
    await run("rescheduleAppointment", { id, startsAt: soon });
    expect(await leadsOf(id, soon)).toEqual([2]);
    await remind(processes[0]);
    expect(await toldOf(id)).toHaveLength(1);
  });

  it("stay when it is confirmed, and when another time is refused", async () => {
    const startsAt = at("10:00");
    const id = await book(startsAt);
    await run("confirmAppointment", { id });
    await command(processes[0].query, staff, "rescheduleAppointment", { id, startsAt: "2020-01-01T10:00:00Z" });
    expect(await leadsOf(id, startsAt)).toEqual([24, 2]);
  });

  it.each([
    ["is cancelled", "cancelAppointment", { reason: "Called off" }],
    ["has its patient there", "checkInAppointment", {}],
  ])("end when it %s", async (_what, mutation, input) => {
    const startsAt = inHours(30);
    const id = await book(startsAt);
    // Its time has come, and nobody was reminded: nothing ran.
    await pass(29.5, id);
    const left = () => sql(`select 1 from appointment_reminder where appointment_id = '${id}'`);
    expect(await left()).toHaveLength(2);
    await run(mutation, { id, ...input });
    expect(await left()).toEqual([]);
  });

  it("are not told of one that was missed", async () => {
    const id = await book(inHours(30));
    await pass(40, id);
    await noShowTask.run(services(processes[0]));
    expect(await sql(`select status from appointment where id = '${id}'`)).toEqual([{ status: "NO_SHOW" }]);
    await remind(processes[0]);
    expect(await toldOf(id)).toEqual([]);
    expect(await leadsOf(id, inHours(0))).toEqual([]);
  });

  it("are none for imported history; of a visit that is moved here there are, until its source changes it", async () => {
    const externalId = randomUUID();
    const row = visit(externalId, { patientExternalId: randomUUID(), providerExternalId: randomUUID() });
    const id = importedId(organizationId, "appointment", externalId);
    await processes[0].import(admin, "appointments", [row]);
    expect(await leadsOf(id, String(row.startsAt))).toEqual([]);
    for (const type of ["patient", "provider"] as const) {
      const known = importedId(organizationId, type, String(row[`${type}ExternalId`]));
      if (type === "patient") await knownPatient(processes[0], { patientId: known });
      else await knownProvider(processes[0], { providerId: known });
    }
    const startsAt = at("13:00");
    await run("rescheduleAppointment", { id, startsAt });
    expect(await leadsOf(id, startsAt)).toEqual([24, 2]);
    await processes[0].import(admin, "appointments", [row]);
    expect(await leadsOf(id, startsAt)).toEqual([]);
  });
});

describe("what is due", () => {
  it("is told with ids and times alone, and written down", async () => {
    const startsAt = inHours(30);
    const id = await book(startsAt);
    await remind(processes[0]);
    expect(await toldOf(id)).toEqual([]);
    await pass(7, id);
    await remind(processes[0]);
    const moved = Date.parse(startsAt) - 7 * 3_600_000;
    expect(await toldOf(id)).toEqual([
      {
        payload: {
          appointmentId: id,
          patientId,
          providerId,
          startsAt: new Date(moved).toISOString(),
          dueAt: new Date(moved - 24 * 3_600_000).toISOString(),
        },
        aggregate_type: "Appointment",
        aggregate_version: 1,
        imported: false,
        actor_id: systemUserId,
        organization_id: organizationId,
      },
    ]);
    expect(
      await sql(
        `select outcome, actor_id, subject_ids from audit_entry
         where 'appointment.remind' = any(actions) and '${id}' = any(entity_ids)`,
      ),
    ).toEqual([{ outcome: "ALLOWED", actor_id: systemUserId, subject_ids: [patientId] }]);
  });

  it("is told late after everything was down, once for all that was missed; of a visit that has begun, never", async () => {
    const ahead = await book(inHours(30));
    const begun = await book(inHours(31));
    await pass(29, ahead);
    await pass(31.1, begun);
    await remind(processes[1]);
    expect(await toldOf(ahead)).toMatchObject([{ payload: { dueAt: expect.any(String) } }]);
    const [told] = (await toldOf(ahead)) as { payload: { startsAt: string; dueAt: string } }[];
    expect(Date.parse(String(told?.payload.startsAt)) - Date.parse(String(told?.payload.dueAt))).toBe(2 * 3_600_000);
    expect(await toldOf(begun)).toEqual([]);
    expect(await sql(`select 1 from appointment_reminder where appointment_id in ('${ahead}', '${begun}')`)).toEqual(
      [],
    );
  });

  it("is told once, however many processes look at the same time", async () => {
    const ids: string[] = [];
    for (let count = 0; count < 230; count += 1) {
      const externalId = randomUUID();
      ids.push(importedId(organizationId, "appointment", externalId));
    }
    const provider = await knownProvider(processes[0]);
    await processes[0].database.asOwner(
      `insert into appointment (id, organization_id, created_at, updated_at, status, visit_type, starts_at, ends_at,
         patient_id, provider_id)
       select id, '${organizationId}', now(), now(), 'BOOKED', 'PHONE', now() + n * interval '1 hour',
         now() + n * interval '1 hour' + interval '15 minutes', '${patientId}', '${provider}'
       from unnest('{${ids.join()}}'::uuid[]) with ordinality as visits (id, n);
       insert into appointment_reminder (organization_id, appointment_id, due_at)
       select organization_id, id, now() - interval '1 minute' from appointment where provider_id = '${provider}'`,
    );
    await Promise.all([...processes, ...processes, ...processes].map(remind));
    await remind(processes[1]);
    const told = await sql(
      `select aggregate_id, count(*)::int as count from outbox_event
       where type = 'appointment.reminder.due' and aggregate_id in ('${ids.join("','")}') group by 1`,
    );
    expect(told).toHaveLength(230);
    expect(told.every(({ count }) => count === 1)).toBe(true);
  });

  it("waits while somebody changes the visit, and is not told when they called it off", async () => {
    const id = await book(inHours(30));
    await pass(7, id);
    const changing = Promise.withResolvers<void>();
    const locked = Promise.withResolvers<void>();
    const change = processes[1].orm.em.fork().transactional(async (em) => {
      await em.execute(`select 1 from appointment where id = '${id}' for update`);
      locked.resolve();
      await changing.promise;
      await em.execute(`update appointment set status = 'CANCELLED' where id = '${id}'`);
    });
    await locked.promise;
    await remind(processes[0]);
    expect(await toldOf(id)).toEqual([]);
    changing.resolve();
    await change;
    await remind(processes[0]);
    expect(await toldOf(id)).toEqual([]);
  });

  it("is told in the organization that it is of", async () => {
    const organization = stranger.organizationId;
    await tell(processes[0], "patient.registered", { patientId, archived: false }, { organization });
    await tell(
      processes[0],
      "provider.registered",
      { providerId, status: "ACTIVE", timeZone: "UTC", specialties: [] },
      { organization },
    );
    const weekly = [{ day: "MONDAY", from: "00:00", to: "24:00", visitTypes: null }];
    await tell(
      processes[0],
      "provider.availability.changed",
      { providerId, effectiveFrom: "2020-01-01", weekly },
      { organization },
    );
    const now = new Date();
    const monday = new Date(now.getTime() + (((8 - now.getUTCDay()) % 7) + 7) * 86_400_000).toISOString().slice(0, 10);
    const id = await run(
      "bookAppointment",
      { patientId, providerId, startsAt: `${monday}T12:00:00Z`, visitType: "PHONE" },
      stranger,
    );
    await pass((Date.parse(`${monday}T12:00:00Z`) - Date.now()) / 3_600_000 - 20, id);
    await remind(processes[0]);
    expect(await toldOf(id)).toMatchObject([{ organization_id: organization }]);
  });
});
