import { randomUUID } from "node:crypto";
import { expect, it, vi } from "vitest";
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

it("a suspended provider has no free times, and their visits are named, until they are reinstated", async () => {
  const admin = await tokenFor("admin@careconnect.test");
  const command = async (name: string, type: string, input: object, fields: string) => {
    const { data, errors } = await ask(
      admin,
      `mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} userErrors { code field } } }`,
      { input },
    );
    expect(errors).toBeUndefined();
    expect(data[name].userErrors).toEqual([]);
    return data[name];
  };
  const registered = await command(
    "registerProvider",
    "RegisterProviderInput",
    { givenName: "Ada", familyName: "Suspended", specialties: [], timeZone: "UTC" },
    "provider { id }",
  );
  const { id } = registered.provider;
  const days = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];
  const weekly = days.map((day) => ({ day, from: "08:00", to: "18:00" }));
  await command("setAvailability", "SetAvailabilityInput", { providerId: id, weekly }, "provider { id }");

  const from = new Date(Date.now() + 3 * 86_400_000);
  const window = { from: from.toISOString(), to: new Date(from.getTime() + 2 * 86_400_000).toISOString() };
  const freeTimes = async (): Promise<string[]> => {
    const { data, errors } = await ask(
      admin,
      "query ($input: AvailableSlotsInput!) { availableSlots(input: $input) { startsAt } }",
      { input: { providerId: id, visitType: "PHONE", first: 5, ...window } },
    );
    expect(errors).toBeUndefined();
    return data.availableSlots.map((slot: { startsAt: string }) => slot.startsAt);
  };
  const soon = { timeout: 15_000, interval: 200 };
  const [startsAt] = await vi.waitFor(async () => {
    const times = await freeTimes();
    expect(times).toHaveLength(5);
    return times;
  }, soon);
  const patientId = await (await openFrontDesk(admin)).registerPatient();
  const booking = { patientId, providerId: id, startsAt, visitType: "PHONE" };
  const { appointment } = await command("bookAppointment", "BookAppointmentInput", booking, "appointment { id }");

  const decide = async (name: "suspendProvider" | "reinstateProvider") => {
    const input = { id, reason: "Their licence is under review" };
    const { provider } = await command(
      name,
      "ChangeProviderStatusInput",
      input,
      "provider { strandedAppointments { id } }",
    );
    return provider.strandedAppointments;
  };
  expect(await decide("suspendProvider")).toEqual([{ id: appointment.id }]);
  await vi.waitFor(async () => expect(await freeTimes()).toEqual([]), soon);
  expect(await decide("reinstateProvider")).toEqual([]);
  await vi.waitFor(async () => expect(await freeTimes()).toHaveLength(5), soon);
  await decide("suspendProvider");
});

it("who of a specialty is free the earliest is answered with names and first times, in one query", async () => {
  const from = new Date(Date.now() + 86_400_000);
  const input = {
    ...{ specialty: "CARDIOLOGY", visitType: "IN_PERSON", timeZone: "Asia/Kathmandu", first: 3, slotsEach: 2 },
    ...{ from: from.toISOString(), to: new Date(from.getTime() + 14 * 86_400_000).toISOString() },
  };
  const { data, errors } = await ask(
    await tokenFor("patient@careconnect.test"),
    `query ($input: ProvidersWithSlotsInput!) { providersWithSlots(input: $input) {
       provider { id fullName specialties { code } } slots { startsAt day localStartsAt provider { id } } } }`,
    { input },
  );
  expect(errors).toBeUndefined();
  expect(data.providersWithSlots.length).toBeGreaterThan(0);
  const starts: string[] = [];
  for (const { provider, slots } of data.providersWithSlots) {
    expect(provider.fullName).toBeTruthy();
    expect(provider.specialties).toContainEqual({ code: "CARDIOLOGY" });
    starts.push(slots[0].startsAt);
    for (const slot of slots) {
      expect(slot.provider.id).toBe(provider.id);
      expect(slot.localStartsAt).toMatch(/\+05:45$/);
      expect(new Date(slot.localStartsAt).toISOString()).toBe(slot.startsAt);
      expect(slot.day).toBe(slot.localStartsAt.slice(0, 10));
    }
  }
  expect(starts).toEqual(starts.toSorted());
});

function dayOf(instant: string, daysLater: number): string {
  return new Date(Date.parse(instant) + daysLater * 86_400_000).toISOString().slice(0, 10);
}
