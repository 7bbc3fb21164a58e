import { randomUUID } from "node:crypto";
import { deliver, startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { staff } from "../booking/booking.fixture.ts";
import { at, command, outcomeOf } from "../booking/commands.fixture.ts";
import { knownPatient, knownProvider } from "../references/reference.fixture.ts";
import { appointmentSubgraph } from "../subgraph.ts";

let appointments: TestSubgraph;
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
});
afterAll(() => appointments.close());

const sql = (statement: string): Promise<{ [column: string]: unknown }[]> =>
  appointments.orm.em.getConnection().execute(statement);

it("a visit that was booked in the moment of archiving is called off when its patient is erased, and one that is over stays", async () => {
  const [patientId, other] = [await knownPatient(appointments), await knownPatient(appointments)];
  const providerId = await knownProvider(appointments);
  const book = (patientId: string, startsAt: string) =>
    command(appointments.query, staff, "bookAppointment", {
      ...{ patientId, providerId, startsAt, visitType: "VIDEO", reason: "Knee pain" },
    });
  const visits = [
    await book(patientId, at("09:00")),
    await book(patientId, at("10:00")),
    await book(other, at("11:00")),
  ];
  const [booked, over, others] = visits.map(({ appointment }) => String(appointment?.id));
  await appointments.database.asOwner(
    `update appointment set starts_at = now() - interval '2 days', ends_at = now() - interval '1 day' where id = '${over}'`,
  );
  const payload = { erasureId: randomUUID(), patientId, patientIds: [patientId] };
  const erase = () => deliver(appointmentSubgraph, appointments.orm, { type: "patient.erasure.ordered", payload });
  expect(await erase()).toBe(1);

  const now = () =>
    sql(`select id, status, version, reason from appointment where provider_id = '${providerId}' order by id`);
  const found = await now();
  expect(found).toEqual([
    { id: booked, status: "CANCELLED", version: expect.any(Number), reason: null },
    { id: over, status: "BOOKED", version: expect.any(Number), reason: null },
    { id: others, status: "BOOKED", version: 1, reason: expect.any(String) },
  ]);
  expect(
    await sql(`select to_status, cause, reason from appointment_status_change
               where appointment_id = '${booked}' order by changed_at, id`),
  ).toEqual([
    { to_status: "BOOKED", cause: "BOOKED", reason: null },
    { to_status: "CANCELLED", cause: "PATIENT_ERASED", reason: null },
  ]);
  expect(
    await sql(`select type, payload -> 'cancellation' as cancellation from outbox_event
               where aggregate_id = '${booked}' order by sequence desc limit 1`),
  ).toEqual([{ type: "appointment.cancelled", cancellation: null }]);
  expect(await sql(`select 1 from appointment_reminder where appointment_id = '${booked}'`)).toEqual([]);
  expect(outcomeOf(await book(other, at("09:00")))).toBe("done");
  expect(outcomeOf(await book(patientId, at("12:00")))).toBe("PATIENT_ERASED");
  // Told once more, nothing is left to do.
  const before = await now();
  expect(await erase()).toBe(1);
  expect(await now()).toEqual(before);
});
