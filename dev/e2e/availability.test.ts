import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { openFrontDesk } from "./front.desk.ts";
import { ask, tokenFor } from "./running.system.ts";

it("leave answers with the visits that it strands, in the same mutation, and slots follow it", async () => {
  const staff = await tokenFor("staff@careconnect.test");
  const desk = await openFrontDesk(staff);
  const [slot = ""] = (await desk.freeSlots(500)).slice(-1);
  const { appointment } = await desk.book(await desk.registerPatient(), slot);
  const found = await ask(staff, `{ appointment(id: "${appointment.id}") { provider { id timeZone } } }`);
  const { id: providerId, timeZone } = found.data.appointment.provider;
  // Three days around it, whatever the zone.
  const leave = { fromDay: dayOf(slot, -1), toDay: dayOf(slot, 1) };
  const impact = await ask(
    staff,
    "query ($input: AvailabilityImpactInput!) { availabilityImpact(input: $input) { id patient { fullName } } }",
    { input: { providerId, leave } },
  );
  expect(impact.errors).toBeUndefined();
  expect(impact.data.availabilityImpact).toContainEqual({ id: appointment.id, patient: { fullName: "Grace Hopper" } });

  const change = async (name: string, type: string, input: object) => {
    const { data, errors } = await ask(
      staff,
      `mutation ($input: ${type}!) { ${name}(input: $input) { provider { availabilityExceptions { id fromDay }
         strandedAppointments { id startsAt patient { fullName } } } userErrors { code field } } }`,
      { input: { ...input, idempotencyKey: randomUUID() } },
    );
    expect(errors).toBeUndefined();
    expect(data[name].userErrors).toEqual([]);
    return data[name].provider;
  };
  const added = await change("addAvailabilityException", "AddAvailabilityExceptionInput", {
    ...{ providerId, kind: "LEAVE", ...leave },
  });
  expect(timeZone).toBeTruthy();
  expect(added.strandedAppointments).toContainEqual({
    ...{ id: appointment.id, startsAt: slot, patient: { fullName: "Grace Hopper" } },
  });
  const { id } = added.availabilityExceptions.find(({ fromDay }: { fromDay: string }) => fromDay === leave.fromDay);
  const removed = await change("removeAvailabilityException", "RemoveAvailabilityExceptionInput", { id });
  expect(removed.strandedAppointments.map((stranded: { id: string }) => stranded.id)).not.toContain(appointment.id);
});

function dayOf(instant: string, daysLater: number): string {
  return new Date(Date.parse(instant) + daysLater * 86_400_000).toISOString().slice(0, 10);
}
