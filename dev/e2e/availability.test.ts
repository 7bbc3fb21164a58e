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

const soon = { timeout: 15_000, interval: 200 };

/** A new provider who works every day, and what administration does with them. */
async function openPractice(admin: string, familyName: string) {
  const command = async (name: string, input: object, fields: string, type = name) => {
    const { data, errors } = await ask(
      admin,
      `mutation ($input: ${type[0]?.toUpperCase()}${type.slice(1)}Input!) {
         ${name}(input: $input) { ${fields} userErrors { code field } } }`,
      { input },
    );
    expect(errors).toBeUndefined();
    return data[name];
  };
  const profile = { givenName: "Ada", familyName, specialties: [], timeZone: "UTC" };
  const registered = await command("registerProvider", profile, "provider { id }");
  const { id: providerId } = registered.provider;
  const days = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];
  const weekly = days.map((day) => ({ day, from: "08:00", to: "18:00" }));
  expect(await command("setAvailability", { providerId, weekly }, "provider { id }")).toMatchObject({ userErrors: [] });

  const from = new Date(Date.now() + 3 * 86_400_000);
  const window = { from: from.toISOString(), to: new Date(from.getTime() + 2 * 86_400_000).toISOString() };
  const freeTimes = async (): Promise<string[]> => {
    const { data, errors } = await ask(
      admin,
      "query ($input: AvailableSlotsInput!) { availableSlots(input: $input) { startsAt } }",
      { input: { providerId, visitType: "PHONE", first: 5, ...window } },
    );
    expect(errors).toBeUndefined();
    return data.availableSlots.map((slot: { startsAt: string }) => slot.startsAt);
  };
  const haveFreeTimes = (count: number) =>
    vi.waitFor(async () => {
      const times = await freeTimes();
      expect(times).toHaveLength(count);
      return times;
    }, soon);
  const patientId = await (await openFrontDesk(admin)).registerPatient();
  const book = (startsAt: string | undefined) =>
    command("bookAppointment", { patientId, providerId, startsAt, visitType: "PHONE" }, "appointment { id }");
  return { providerId, command, haveFreeTimes, book };
}

it("a suspended provider has no free times, and their visits are named, until they are reinstated", async () => {
  const admin = await tokenFor("admin@careconnect.test");
  const { providerId, command, haveFreeTimes, book } = await openPractice(admin, "Suspended");
  const [startsAt] = await haveFreeTimes(5);
  const { appointment } = await book(startsAt);

  const decide = async (name: "suspendProvider" | "reinstateProvider") => {
    const input = { id: providerId, reason: "Their licence is under review" };
    const fields = "provider { strandedAppointments { id } }";
    const { provider, userErrors } = await command(name, input, fields, "changeProviderStatus");
    expect(userErrors).toEqual([]);
    return provider.strandedAppointments;
  };
  expect(await decide("suspendProvider")).toEqual([{ id: appointment.id }]);
  await haveFreeTimes(0);
  expect(await decide("reinstateProvider")).toEqual([]);
  await haveFreeTimes(5);
  await decide("suspendProvider");
});

it("a provider whose licence expires has no free times beyond it, and the visits there are named, until it is renewed", async () => {
  const admin = await tokenFor("admin@careconnect.test");
  const { providerId, command, haveFreeTimes, book } = await openPractice(admin, "Licensed");
  const [startsAt, another] = await haveFreeTimes(5);
  const { appointment } = await book(startsAt);

  const fields = `provider { licenseStatus licensedUntil credentials { id version expiresOn }
    strandedAppointments { id patient { fullName } } }`;
  const today = new Date().toISOString().slice(0, 10);
  const licence = { kind: "MEDICAL_LICENSE", number: randomUUID(), issuer: "State Board", issuedOn: "2020-01-01" };
  const added = await command("addProviderCredential", { providerId, ...licence, expiresOn: today }, fields);
  expect(added).toMatchObject({
    provider: {
      ...{ licenseStatus: "CURRENT", licensedUntil: today },
      strandedAppointments: [{ id: appointment.id, patient: { fullName: "Grace Hopper" } }],
    },
    userErrors: [],
  });
  await haveFreeTimes(0);
  expect(await book(another)).toEqual({
    appointment: null,
    userErrors: [{ code: "PROVIDER_NOT_LICENSED", field: ["startsAt"] }],
  });

  const [{ id, version }] = added.provider.credentials;
  const renewed = await command("updateProviderCredential", { id, expectedVersion: version, expiresOn: null }, fields);
  expect(renewed).toMatchObject({ provider: { licensedUntil: null, strandedAppointments: [] }, userErrors: [] });
  await haveFreeTimes(5);
  expect(await book(another)).toMatchObject({ userErrors: [] });

  const reason = "The board withdrew it";
  const revoked = await command("revokeProviderCredential", { id, reason }, fields);
  expect(revoked).toMatchObject({ provider: { licenseStatus: "LAPSED" }, userErrors: [] });
  expect(revoked.provider.strandedAppointments).toHaveLength(2);
  await haveFreeTimes(0);
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
