import { randomUUID } from "node:crypto";
import { Role, type TaskServices } from "@careconnect/kit";
import type { TestViewer } from "@careconnect/kit/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { organizationId, staff } from "../booking/booking.fixture.ts";
import { at, command, outcomeOf } from "../booking/commands.fixture.ts";
import { holdTask } from "../holds/hold.task.ts";
import { knownPatient, knownProvider, tell } from "../references/reference.fixture.ts";
import { daily } from "../slots/slots.fixture.ts";
import { twoProcesses } from "../testing/two.processes.ts";
import { prepaymentConsumer } from "./prepayment.consumer.ts";

const processes = twoProcesses();

let patientId: string;
let providerId: string;
let patient: TestViewer;
beforeEach(async () => {
  patientId = await knownPatient(processes[0]);
  providerId = await knownProvider(processes[0], { weekly: daily(["09:00", "17:00"]) });
  patient = { organizationId, roles: [Role.PATIENT], patientId, userId: randomUUID() };
});

const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  processes[0].orm.em.getConnection().execute(statement);
const give = (mutation: string, input: object, viewer: TestViewer = staff) =>
  command(processes[0].query, viewer, mutation, input);
const prepaid = async (viewer: TestViewer = patient) => {
  const input = { patientId, providerId, startsAt: at("09:00"), visitType: "IN_PERSON", prepay: true };
  const { appointment, userErrors } = await give("bookAppointment", input, viewer);
  expect(userErrors).toEqual([]);
  if (!appointment) throw new Error("Nothing was booked.");
  return appointment;
};
const told = (type: "paid" | "failed", appointmentId: string, paidAt = new Date()) =>
  tell(
    processes[0],
    `prepayment.${type}`,
    { appointmentId, paidAt: paidAt.toISOString() },
    { consumer: prepaymentConsumer },
  );
const expire = async (id: string) => {
  await processes[0].database.asOwner(
    `update appointment set hold_expires_at = now() - interval '1 second' where id = '${id}' and hold_expires_at is not null`,
  );
  await holdTask.run({ orm: processes[0].orm, signal: new AbortController().signal } as TaskServices);
};
const historyOf = async (id: string) =>
  (
    await sql(`select to_status || ':' || cause as step from appointment_status_change where appointment_id = '${id}'
       order by changed_at, id`)
  ).map(({ step }) => step);
const eventsOf = async (id: string) =>
  (await sql(`select type from outbox_event where aggregate_id = '${id}' order by sequence`)).map(({ type }) => type);

describe("a visit that is paid in advance", () => {
  it("is held for a quarter of an hour, tells until when, and stands when it is paid", async () => {
    const { id, status, holdExpiresAt } = await prepaid();
    expect(status).toBe("REQUESTED");
    const [event] = await sql(`select payload from outbox_event where aggregate_id = '${id}'`);
    expect(event?.payload).toMatchObject({ status: "REQUESTED", prepayUntil: holdExpiresAt });
    await told("paid", id);
    await told("paid", id);
    expect(await historyOf(id)).toEqual(["REQUESTED:REQUESTED", "CONFIRMED:PAID"]);
    expect(await eventsOf(id)).toEqual(["appointment.requested", "appointment.confirmed"]);
    expect(await sql(`select 1 from appointment_reminder where appointment_id = '${id}'`)).not.toEqual([]);
  });

  it("is called off when it cannot be paid, and its time is free", async () => {
    const { id } = await prepaid();
    await told("failed", id);
    expect(await historyOf(id)).toEqual(["REQUESTED:REQUESTED", "CANCELLED:NOT_PAID"]);
    const other = await knownPatient(processes[0]);
    const input = { patientId: other, providerId, startsAt: at("09:00"), visitType: "IN_PERSON" };
    expect(outcomeOf(await give("bookAppointment", input))).toBe("done");
  });

  it("stands when it was paid in time and that was told late, and not when it was paid too late", async () => {
    for (const [paidAgo, status] of [
      [60_000, "CONFIRMED"],
      [0, "CANCELLED"],
    ] as const) {
      const { id } = await prepaid();
      await processes[0].database.asOwner(
        `update appointment set hold_expires_at = now() - interval '10 seconds' where id = '${id}'`,
      );
      await told("paid", id, new Date(Date.now() - paidAgo));
      expect((await sql(`select status from appointment where id = '${id}'`))[0]?.status).toBe(status);
      await sql(`update appointment set status = 'CANCELLED' where id = '${id}'`);
    }
  });

  it("is called off when it cannot be booked any more by the time it is paid", async () => {
    const { id } = await prepaid();
    await tell(
      processes[0],
      "provider.status.changed",
      { providerId, status: "SUSPENDED", timeZone: "UTC", specialties: [] },
      { version: 9 },
    );
    await told("paid", id);
    expect(await historyOf(id)).toEqual(["REQUESTED:REQUESTED", "CANCELLED:NOT_PAID"]);
  });
});

/** All orders of these. */
function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  );
}

const steps = {
  paid: (id: string) => told("paid", id),
  "paid again": (id: string) => told("paid", id),
  failed: (id: string) => told("failed", id),
  expired: expire,
  cancelled: (id: string) => give("cancelAppointment", { id, reason: "Changed my mind" }, patient),
} as const;

describe("whatever happens to it, in every order", () => {
  const orders = permutations(Object.keys(steps) as (keyof typeof steps)[]);

  it("it ends once, by what came first, and is told so once", async () => {
    expect(orders).toHaveLength(120);
    for (const order of orders) {
      const { id } = await prepaid();
      for (const step of order) await steps[step](id);
      const [first] = order;
      const isConfirmed = first === "paid" || first === "paid again";
      const expected = isConfirmed
        ? ["appointment.requested", "appointment.confirmed", "appointment.cancelled"]
        : ["appointment.requested", "appointment.cancelled"];
      expect(await eventsOf(id), order.join(", ")).toEqual(expected);
      expect((await sql(`select status, hold_expires_at from appointment where id = '${id}'`))[0]).toEqual({
        ...{ status: "CANCELLED", hold_expires_at: null },
      });
    }
  }, 120_000);
});
