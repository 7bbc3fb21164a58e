import type { Page } from "@playwright/test";
import { expect } from "./accounts.fixture.ts";
import { askApi, cancelVisit, command } from "./booking.fixture.ts";

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
  await command(admin, "setAvailability", { providerId, weekly });
}

export interface DueCall {
  readonly id: string;
  readonly patientId: string;
  readonly reason: string;
}

/** The patient whose account is the demo's. */
export async function demoPatient(admin: Page): Promise<string> {
  const { patients } = await askApi<{ patients: { nodes: readonly { id: string }[] } }>(
    admin,
    '{ patients(first: 1, filter: { externalId: "demo-patient-1" }) { nodes { id } } }',
    {},
  );
  return patients.nodes[0]?.id ?? "";
}

/** Books a call with the doctor that is due now, whatever time of day it is: of the demo's patient, unless told otherwise. */
export async function bookDueCall(admin: Page, doctorId: string, ofPatient?: string): Promise<DueCall> {
  const reason = `Cough ${Date.now()}`;
  const patientId = ofPatient ?? (await demoPatient(admin));
  const startsAt = await dueTime(admin, doctorId, patientId);
  const { appointment } = await command<{ appointment: { id: string } }>(
    admin,
    "bookAppointment",
    { patientId, providerId: doctorId, startsAt, visitType: "PHONE", reason },
    "appointment { id }",
  );
  return { id: appointment.id, patientId, reason };
}

/** Has the demo's doctor see a patient, from the booking to the summary. */
export async function seePatient(admin: Page, doctor: Page, ofPatient?: string): Promise<DueCall> {
  const { id: doctorId, weeklyHours } = await demoDoctor(admin);
  await setHours(admin, doctorId);
  try {
    const call = await bookDueCall(admin, doctorId, ofPatient);
    await startVisit(doctor, call.id);
    await completeVisit(doctor, call.id, { complaint: "Cough since Monday", assessment: "A cold" });
    return call;
  } finally {
    await setHours(admin, doctorId, weeklyHours);
  }
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
  await cancelVisit(admin, appointments.nodes[0]?.id ?? "");
}

/** Begins a visit, as a nurse or its doctor would elsewhere. */
export async function startVisit(page: Page, id: string): Promise<void> {
  await command(page, "startConsultation", { id });
}

/** Ends a visit that its doctor has begun. */
export async function completeVisit(doctor: Page, id: string, summary: object): Promise<void> {
  await command(doctor, "completeConsultation", { id, summary });
}
