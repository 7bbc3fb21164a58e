import { Role } from "@careconnect/kit";
import { connectSubscriber, startTestSubgraph, type TestSubgraph, type TestSubscriber } from "@careconnect/kit/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  applyEach,
  appointment,
  event,
  idOf,
  kathmandu,
  kathmanduRegistered,
  newYork,
  newYorkRegistered,
} from "../facts/events.fixture.ts";
import { reportsSubgraph } from "../subgraph.ts";

let reports: TestSubgraph;
const connected: TestSubscriber[] = [];
beforeAll(async () => {
  reports = await startTestSubgraph(reportsSubgraph);
  await applyEach(reports.orm, [newYorkRegistered, kathmanduRegistered]);
});
afterEach(async () => {
  for (const subscriber of connected.splice(0)) await subscriber.close();
});
afterAll(() => reports.close());

const changed =
  "subscription ($p: Period) { dashboardMetricsChanged(period: $p) { asOf patients appointments { total } } }";

async function subscribe(role = Role.STAFF, organizationId = newYork, period = "ALL") {
  const subscriber = await connectSubscriber(reports, { organizationId, roles: [role] });
  connected.push(subscriber);
  return subscriber.subscribe(changed, { p: period });
}

const patient = (number: number, version = 1) =>
  event("patient.registered", {
    aggregateId: idOf(1, number),
    aggregateVersion: version,
    payload: { archived: false },
  });
const longerThanALook = () => new Promise((resolve) => setTimeout(resolve, 1_200));

describe("dashboardMetricsChanged", () => {
  it("tells the numbers when applied events have changed them, many of them at once", async () => {
    const subscription = await subscribe();
    const events = Array.from({ length: 30 }, (_, number) => patient(number));
    await applyEach(reports.orm, [...events, appointment("2026-03-10T15:00:00Z", "BOOKED")]);
    const [first] = await subscription.arrived(1);
    await longerThanALook();
    // As it comes, a burst may be seen in the middle; it is never told event by event.
    expect(subscription.events.length).toBeLessThan(10);
    expect(first?.errors).toBeUndefined();
    expect(subscription.events.at(-1)?.data.dashboardMetricsChanged).toEqual({
      ...{ asOf: "2026-03-01T12:00:00.000Z", patients: 30 },
      appointments: { total: 1 },
    });
  });

  it("is silent about events that leave the numbers of the period as they are", async () => {
    const subscription = await subscribe(Role.NURSE, newYork, "TODAY");
    await applyEach(reports.orm, [
      patient(0, 2),
      appointment("2026-03-11T15:00:00Z", "BOOKED", { aggregateId: idOf(3, 2) }),
      { ...newYorkRegistered, occurredAt: new Date("2026-03-02T12:00:00Z") },
    ]);
    await longerThanALook();
    expect(subscription.events).toEqual([]);
  });

  it("is silent about other organizations", async () => {
    const subscription = await subscribe(Role.ADMIN, kathmandu);
    await applyEach(reports.orm, [patient(200)]);
    await longerThanALook();
    expect(subscription.events).toEqual([]);
  });

  it("is refused to patients", async () => {
    const subscription = await subscribe(Role.PATIENT);
    expect(await subscription.ended).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
  });

  it("goes on after the read model could not be looked at", async () => {
    const subscription = await subscribe();
    await reports.database.asOwner("alter table organization_summary rename to gone");
    await longerThanALook();
    await reports.database.asOwner("alter table gone rename to organization_summary");
    await applyEach(reports.orm, [patient(300)]);
    expect(await subscription.arrived(1)).toHaveLength(1);
  });
});
