import type { Locator, Page } from "@playwright/test";
import { expect } from "./accounts.fixture.ts";
import { askApi, cancelVisit } from "./booking.fixture.ts";
import { completeVisit, demoPatient } from "./visit.fixture.ts";

const minute = 60_000;

/** Books a video visit of the demo's patient with the doctor, whose page is `doctor`, that is to start in a moment. */
export async function bookVideoVisit(admin: Page, doctor: Page, doctorId: string): Promise<string> {
  const patientId = await demoPatient(admin);
  await makeTime(admin, doctor, patientId);
  // A visit starts at a full minute.
  const startsAt = new Date(Math.ceil(Date.now() / minute + 1) * minute).toISOString();
  let id = "";
  // The hours that were just set arrive a moment later.
  await expect(async () => {
    const { overbookAppointment } = await askApi<{
      overbookAppointment: { appointment: { id: string } | null; userErrors: readonly unknown[] };
    }>(
      admin,
      `mutation ($input: OverbookAppointmentInput!) {
         overbookAppointment(input: $input) { appointment { id } userErrors { code field } } }`,
      {
        input: {
          ...{ patientId, providerId: doctorId, visitType: "VIDEO", reason: "Rash on the arm", startsAt },
          overrideReason: "The patient cannot wait",
        },
      },
    );
    expect(overbookAppointment.userErrors).toEqual([]);
    id = overbookAppointment.appointment?.id ?? "";
  }).toPass({ timeout: 10_000 });
  return id;
}

/** Calls off what the patient has within the hour, and ends what has begun. */
async function makeTime(admin: Page, doctor: Page, patientId: string): Promise<void> {
  const { appointments } = await askApi<{
    appointments: { nodes: readonly { id: string; status: string }[] };
  }>(
    admin,
    "query ($filter: AppointmentFilter!) { appointments(first: 20, filter: $filter) { nodes { id status } } }",
    {
      filter: {
        ...{ patientId, status: ["BOOKED", "CONFIRMED", "CHECKED_IN", "IN_PROGRESS"] },
        ...{ from: new Date(Date.now() - 60 * minute).toISOString() },
        ...{ to: new Date(Date.now() + 60 * minute).toISOString() },
      },
    },
  );
  for (const { id, status } of appointments.nodes) {
    if (status === "IN_PROGRESS") await completeVisit(doctor, id, { complaint: "Cough", assessment: "A cold" });
    else await cancelVisit(admin, id);
  }
}

/** The address by which the page's account comes into the visit. */
export async function joinAddress(page: Page, id: string): Promise<string | null> {
  const { consultation } = await askApi<{ consultation: { joinUrl: string | null } | null }>(
    page,
    "query ($id: ID!) { consultation(appointmentId: $id) { joinUrl } }",
    { id },
  );
  return consultation?.joinUrl ?? null;
}

/** Sees the picture move: it has a size, and its time goes on. */
export async function expectMoving(video: Locator): Promise<void> {
  const state = () =>
    video.evaluate((element) => {
      const { videoWidth, currentTime } = element as HTMLVideoElement;
      return { videoWidth, currentTime };
    });
  await expect.poll(async () => (await state()).videoWidth, { timeout: 60_000 }).toBeGreaterThan(0);
  const { currentTime } = await state();
  await expect.poll(async () => (await state()).currentTime, { timeout: 60_000 }).toBeGreaterThan(currentTime + 0.3);
}
