import { randomUUID } from "node:crypto";
import { importedId, systemUserId, type TaskServices } from "@careconnect/kit";
import type { TestSubgraph } from "@careconnect/kit/testing";
import { expect, it } from "vitest";
import { admin, hoursFromNow, organizationId, stranger, visit } from "../booking/booking.fixture.ts";
import { AppointmentStatus } from "../booking/booking.status.ts";
import { twoProcesses } from "../testing/two.processes.ts";
import { noShowTask } from "./no-show.task.ts";

const processes = twoProcesses();

const run = (running: TestSubgraph) =>
  noShowTask.run({ orm: running.orm, signal: new AbortController().signal } as TaskServices);
const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  processes[0].orm.em.getConnection().execute(statement);

/** Visits that were booked here, and ended so many hours ago. */
async function missed(count: number, hoursAgo: number, row: object = {}, viewer = admin): Promise<string[]> {
  const externalIds = Array.from({ length: count }, () => randomUUID());
  const report = await processes[0].import(
    viewer,
    "appointments",
    externalIds.map((externalId) =>
      visit(externalId, { patientExternalId: randomUUID(), providerExternalId: randomUUID(), ...row }),
    ),
  );
  expect(report.accepted).toBe(count);
  const ids = externalIds.map((externalId) => importedId(viewer.organizationId, "appointment", externalId));
  await processes[0].database.asOwner(
    `update appointment set starts_at = '${hoursFromNow(-hoursAgo - 0.5)}', ends_at = '${hoursFromNow(-hoursAgo)}',
       external_id = null where id in ('${ids.join("','")}')`,
  );
  return ids;
}

async function missedOne(hoursAgo: number, row: object = {}, viewer = admin): Promise<string> {
  const [id] = await missed(1, hoursAgo, row, viewer);
  return String(id);
}

const statusOf = async (id: string) => (await sql(`select status from appointment where id = '${id}'`))[0]?.status;

it("a visit that ended an hour ago and for which nobody checked in is missed, as its history, an event and an audit entry say", async () => {
  const id = await missedOne(1.1, { status: "CONFIRMED" });
  const elsewhere = await missedOne(1.1, {}, stranger);
  await run(processes[0]);
  expect(await statusOf(id)).toBe("NO_SHOW");
  expect(await statusOf(elsewhere)).toBe("NO_SHOW");
  expect(
    await sql(
      `select from_status, to_status, actor_id from appointment_status_change
       where appointment_id = '${id}' order by changed_at desc, id desc limit 1`,
    ),
  ).toEqual([{ from_status: "CONFIRMED", to_status: "NO_SHOW", actor_id: systemUserId }]);
  const { data } = await processes[0].query(
    admin,
    "query ($id: ID!) { appointment(id: $id) { statusHistory { to cause automatic } } }",
    { id },
  );
  expect(data.appointment.statusHistory).toEqual([
    { to: "CONFIRMED", cause: "IMPORTED", automatic: false },
    { to: "NO_SHOW", cause: "MISSED", automatic: true },
  ]);
  expect(
    await sql(
      `select type, organization_id, imported, payload->>'status' as status from outbox_event
       where aggregate_id = '${id}' order by sequence desc limit 1`,
    ),
  ).toEqual([{ type: "appointment.no_show", organization_id: organizationId, imported: false, status: "NO_SHOW" }]);
  expect(
    await sql(
      `select outcome, actor_id from audit_entry
       where 'appointment.miss' = any(actions) and '${id}' = any(entity_ids)`,
    ),
  ).toEqual([{ outcome: "ALLOWED", actor_id: systemUserId }]);
});

it("no other visit is: before the hour has passed, in another status, of a week ago, or imported", async () => {
  const early = await missedOne(0.9);
  const others = new Map<string, string>();
  for (const status of Object.values(AppointmentStatus))
    if (status !== "BOOKED" && status !== "CONFIRMED") others.set(await missedOne(3, { status }), status);
  const imported = await missedOne(4);
  await processes[0].database.asOwner(`update appointment set external_id = 'its own' where id = '${imported}'`);
  const history = await missedOne(7 * 24 + 0.1);
  await run(processes[0]);
  expect(await statusOf(early)).toBe("BOOKED");
  for (const [id, status] of others) expect(await statusOf(id)).toBe(status);
  expect(await statusOf(imported)).toBe("BOOKED");
  expect(await statusOf(history)).toBe("BOOKED");
});

it("each is told once, however many processes look at the same time", async () => {
  const ids = await missed(250, 2);
  await Promise.all([...processes, ...processes, ...processes].map(run));
  await run(processes[1]);
  const told = await sql(
    `select aggregate_id, count(*)::int as count from outbox_event
     where type = 'appointment.no_show' and aggregate_id in ('${ids.join("','")}') group by 1`,
  );
  expect(told).toHaveLength(250);
  expect(told.every(({ count }) => count === 1)).toBe(true);
});
