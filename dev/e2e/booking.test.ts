import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { subscribe } from "./live.subscription.ts";
import { ask, tokenFor } from "./running.system.ts";

let staff: string;
let providerId: string;
beforeAll(async () => {
  staff = await tokenFor("staff@careconnect.test");
  const { data } = await ask(
    staff,
    '{ providers(first: 1, filter: { externalId: "demo-provider-1" }) { nodes { id } } }',
  );
  providerId = data.providers.nodes[0].id;
});

async function registerPatient(): Promise<string> {
  const { data, errors } = await ask(
    staff,
    "mutation ($input: RegisterPatientInput!) { registerPatient(input: $input) { patient { id } userErrors { code } } }",
    { input: { givenName: "Grace", familyName: "Hopper", birthDate: "1984-02-29", idempotencyKey: randomUUID() } },
  );
  expect(errors).toBeUndefined();
  return data.registerPatient.patient.id;
}

async function freeSlots(first: number): Promise<string[]> {
  const from = new Date(Date.now() + 3 * 86_400_000);
  const { data, errors } = await ask(
    staff,
    "query ($input: AvailableSlotsInput!) { availableSlots(input: $input) { startsAt provider { fullName } } }",
    {
      input: {
        providerId,
        visitType: "IN_PERSON",
        from: from.toISOString(),
        to: new Date(from.getTime() + 30 * 86_400_000).toISOString(),
        first,
      },
    },
  );
  expect(errors).toBeUndefined();
  expect(data.availableSlots[0].provider.fullName).toBeTruthy();
  return data.availableSlots.map((slot: { startsAt: string }) => slot.startsAt);
}

async function book(patientId: string, startsAt: string, token = staff) {
  const { data, errors } = await ask(
    token,
    `mutation ($input: BookAppointmentInput!) { bookAppointment(input: $input) {
       appointment { id status patient { id fullName } provider { fullName } } userErrors { code field } } }`,
    {
      input: {
        patientId,
        providerId,
        startsAt,
        visitType: "IN_PERSON",
        reason: "Check-up",
        idempotencyKey: randomUUID(),
      },
    },
  );
  expect(errors).toBeUndefined();
  return data.bookAppointment;
}

describe("booking through the router", () => {
  it("works at once for a patient who was registered a moment ago, a hundred times", async () => {
    const slots = await freeSlots(100);
    expect(slots).toHaveLength(100);
    const outcomes: string[] = [];
    for (let start = 0; start < slots.length; start += 10) {
      const batch = slots.slice(start, start + 10);
      outcomes.push(
        ...(await Promise.all(
          batch.map(async (slot) => {
            const { appointment, userErrors } = await book(await registerPatient(), slot);
            return appointment?.status ?? userErrors[0].code;
          }),
        )),
      );
    }
    expect(new Set(outcomes)).toEqual(new Set(["BOOKED"]));
  });

  it("gives one slot to one of forty", async () => {
    const [slot] = await freeSlots(1);
    const patients = await Promise.all(Array.from({ length: 40 }, registerPatient));
    const answers = await Promise.all(patients.map((patientId) => book(patientId, String(slot))));
    const codes = answers.map(({ appointment, userErrors }) => appointment?.status ?? userErrors[0].code).sort();
    expect(codes).toEqual(["BOOKED", ...Array(39).fill("SLOT_TAKEN")]);
    expect(await freeSlots(1)).not.toContain(slot);
  });
});

const changes = /* GraphQL */ `subscription ($after: String) {
  appointmentChanged(after: $after) { cursor appointment { id status patient { fullName } provider { fullName } } }
}`;

describe("live updates through the router", () => {
  it("carry a booking with its patient and provider joined, and resume exactly where they were cut", async () => {
    const slots = await freeSlots(3);
    const live = await subscribe(staff, changes);
    await wait(500);
    const first = (await book(await registerPatient(), String(slots[0]))).appointment;
    const seen = await live.next((data) => data.appointmentChanged.appointment.id === first.id);
    expect(seen.appointmentChanged.appointment).toEqual({
      id: first.id,
      status: "BOOKED",
      patient: { fullName: "Grace Hopper" },
      provider: first.provider,
    });
    live.close();

    const second = (await book(await registerPatient(), String(slots[1]))).appointment;
    const third = (await book(await registerPatient(), String(slots[2]))).appointment;
    const resumed = await subscribe(staff, changes, { after: seen.appointmentChanged.cursor });
    expect((await resumed.next()).appointmentChanged.appointment.id).toBe(second.id);
    expect((await resumed.next()).appointmentChanged.appointment.id).toBe(third.id);
    resumed.close();
  });

  it("carry nothing to another organization or another patient", async () => {
    const [slot] = await freeSlots(1);
    const outsiders = await Promise.all(
      ["admin@otherclinic.test", "patient@careconnect.test"].map(async (email) =>
        subscribe(await tokenFor(email), changes),
      ),
    );
    const witness = await subscribe(staff, changes);
    await wait(500);
    const { appointment } = await book(await registerPatient(), String(slot));
    await witness.next((data) => data.appointmentChanged.appointment?.id === appointment.id);
    await wait(1_000);
    for (const outsider of outsiders) {
      await expect(Promise.race([outsider.next(), wait(200).then(() => "nothing")])).resolves.toBe("nothing");
      outsider.close();
    }
    witness.close();
  });

  it("refuse a cursor that is none", async () => {
    const live = await subscribe(staff, changes, { after: "nonsense" });
    await expect(live.next()).rejects.toThrow(/RESUME_NOT_POSSIBLE/);
    live.close();
  });

  it("tell the dashboard that its numbers changed", async () => {
    const live = await subscribe(staff, "subscription { dashboardMetricsChanged(period: ALL) { asOf patients } }");
    await wait(500);
    const { data } = await ask(staff, "{ dashboardMetrics(period: ALL) { patients } }");
    await registerPatient();
    const seen = await live.next((event) => event.dashboardMetricsChanged.patients > data.dashboardMetrics.patients);
    expect(seen.dashboardMetricsChanged.patients).toBe(data.dashboardMetrics.patients + 1);
    live.close();
  });
});
