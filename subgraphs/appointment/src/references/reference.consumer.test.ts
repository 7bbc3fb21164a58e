import { randomUUID } from "node:crypto";
import { createTestBroker, startTestSubgraph, type TestBroker, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { organizationId, staff } from "../booking/booking.fixture.ts";
import { at, command, outcomeOf } from "../booking/commands.fixture.ts";
import { daily } from "../slots/slots.fixture.ts";
import { appointmentSubgraph } from "../subgraph.ts";

let broker: TestBroker;
let appointments: TestSubgraph;
beforeAll(async () => {
  broker = await createTestBroker();
  appointments = await startTestSubgraph(appointmentSubgraph, { config: { brokerUrl: broker.url } });
});
afterAll(async () => {
  await appointments.close();
  await broker.drop();
});

/** Says in a log what another subgraph would say in its own: the broker makes no difference. */
async function publish(type: string, aggregateId: string, version: number, payload: object): Promise<void> {
  await appointments.orm.em.getConnection().execute(
    `insert into outbox_event (id, organization_id, type, type_version, aggregate_type, aggregate_id,
       aggregate_version, occurred_at, actor_id, correlation_id, imported, payload)
     values (?, ?, ?, 1, 'Any', ?, ?, now(), ?, 'test', false, ?::jsonb)`,
    [randomUUID(), organizationId, type, aggregateId, version, randomUUID(), JSON.stringify(payload)],
  );
}

it("who is registered while a booking asks for them can be booked", async () => {
  for (let round = 0; round < 5; round += 1) {
    const [patientId, providerId] = [randomUUID(), randomUUID()];
    await publish("patient.registered", patientId, 1, { patientId, archived: false });
    const provider = { providerId, timeZone: "UTC" };
    await publish("provider.registered", providerId, 1, {
      ...provider,
      status: "ACTIVE",
      specialties: [],
      locationIds: [],
    });
    await publish("provider.availability.changed", providerId, 2, {
      ...provider,
      effectiveFrom: "2026-01-01",
      weekly: daily(["09:00", "17:00"]),
    });
    const booking = { patientId, providerId, startsAt: at("09:00"), visitType: "VIDEO" };
    expect(outcomeOf(await command(appointments.query, staff, "bookAppointment", booking))).toBe("done");
  }
});
