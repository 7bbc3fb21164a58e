import type { Page } from "@playwright/test";
import { expect } from "./accounts.fixture.ts";
import { askApi } from "./booking.fixture.ts";

const minute = 60_000;
const days = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];
const aroundTheClock = days.map((day) => ({ day, from: "00:00", to: "24:00" }));

interface WeeklyHours {
  readonly day: string;
  readonly from: string;
  readonly to: string;
  readonly visitTypes: readonly string[] | null;
}

interface Doctor {
  readonly id: string;
  readonly weeklyHours: readonly WeeklyHours[];
}

/** The provider whose account is the demo's doctor, with the hours that the demo gave them. */
export async function demoDoctor(admin: Page): Promise<Doctor> {
  const { providers } = await askApi<{ providers: { nodes: readonly Doctor[] } }>(
    admin,
    `{ providers(first: 1, filter: { externalId: "demo-provider-1" }) {
         nodes { id weeklyHours { day from to visitTypes } } } }`,
    {},
  );
  const [doctor] = providers.nodes;
  if (doctor === undefined) {
    throw new Error("The demo has no doctor.");
  }
  return doctor;
}

export async function setHours(admin: Page, providerId: string, weekly: readonly object[] = aroundTheClock) {
  const { setAvailability } = await askApi<{ setAvailability: { userErrors: readonly unknown[] } }>(
    admin,
    "mutation ($input: SetAvailabilityInput!) { setAvailability(input: $input) { userErrors { code message } } }",
    { input: { providerId, weekly } },
  );
  expect(setAvailability.userErrors).toEqual([]);
}

export interface DueCall {
  readonly id: string;
  readonly patientId: string;
  readonly reason: string;
}

/** Books a call of the demo's patient with the doctor that is due now, whatever time of day it is. */
export async function bookDueCall(admin: Page, doctorId: string): Promise<DueCall> {
  const reason = `Cough ${Date.now()}`;
  const { patients } = await askApi<{ patients: { nodes: readonly { id: string }[] } }>(
    admin,
    '{ patients(first: 1, filter: { externalId: "demo-patient-1" }) { nodes { id } } }',
    {},
  );
  const patientId = patients.nodes[0]?.id ?? "";
  const startsAt = await dueTime(admin, doctorId, patientId);
  const { bookAppointment } = await askApi<{
    bookAppointment: { appointment: { id: string } | null; userErrors: readonly unknown[] };
  }>(
    admin,
    `mutation ($input: BookAppointmentInput!) {
       bookAppointment(input: $input) { appointment { id } userErrors { code field } } }`,
    { input: { patientId, providerId: doctorId, startsAt, visitType: "PHONE", reason } },
  );
  expect(bookAppointment.userErrors).toEqual([]);
  return { id: bookAppointment.appointment?.id ?? "", patientId, reason };
}

/** A free time within the hour. Where the doctor's day is full, one of its visits is called off. */
async function dueTime(admin: Page, providerId: string, patientId: string): Promise<string> {
  const within = { from: new Date(Date.now() + minute), to: new Date(Date.now() + 70 * minute) };
  const input = {
    providerId,
    patientId,
    visitType: "PHONE",
    from: within.from.toISOString(),
    to: within.to.toISOString(),
  };
  const free = async () => {
    const { availableSlots } = await askApi<{ availableSlots: readonly { startsAt: string }[] }>(
      admin,
      "query ($input: AvailableSlotsInput!) { availableSlots(input: $input) { startsAt } }",
      { input },
    );
    return availableSlots.map(({ startsAt }) => startsAt);
  };
  // The hours that were just set arrive a moment later.
  await expect
    .poll(async () => (await free()).length, { timeout: 5_000 })
    .toBeGreaterThan(0)
    .catch(() => makeRoom(admin, providerId, within));
  const [first] = await free();
  if (first === undefined) {
    throw new Error("The doctor has no time within the hour.");
  }
  return first;
}

async function makeRoom(admin: Page, providerId: string, { from, to }: { from: Date; to: Date }): Promise<void> {
  const { appointments } = await askApi<{ appointments: { nodes: readonly { id: string }[] } }>(
    admin,
    `query ($filter: AppointmentFilter!) {
       appointments(first: 1, filter: $filter, orderBy: STARTS_AT_ASC) { nodes { id } } }`,
    {
      filter: {
        providerId,
        status: ["BOOKED", "CONFIRMED", "CHECKED_IN"],
        from: from.toISOString(),
        to: new Date(to.getTime() - 30 * minute).toISOString(),
      },
    },
  );
  await askApi(
    admin,
    "mutation ($input: CancelAppointmentInput!) { cancelAppointment(input: $input) { userErrors { code } } }",
    { input: { id: appointments.nodes[0]?.id, reason: "The time is needed for somebody else" } },
  );
}

/** Begins a visit, as a nurse or its doctor would elsewhere. */
export async function startVisit(page: Page, id: string): Promise<void> {
  const { startConsultation } = await askApi<{ startConsultation: { userErrors: readonly unknown[] } }>(
    page,
    "mutation ($input: AppointmentCommandInput!) { startConsultation(input: $input) { userErrors { code } } }",
    { input: { id } },
  );
  expect(startConsultation.userErrors).toEqual([]);
}

/** Ends a visit that its doctor has begun. */
export async function completeVisit(doctor: Page, id: string, summary: object): Promise<void> {
  const { completeConsultation } = await askApi<{ completeConsultation: { userErrors: readonly unknown[] } }>(
    doctor,
    "mutation ($input: CompleteConsultationInput!) { completeConsultation(input: $input) { userErrors { code field } } }",
    { input: { id, summary } },
  );
  expect(completeConsultation.userErrors).toEqual([]);
}
