import type { AppointmentRow, PatientRow, ProviderRow, Weekday } from "@careconnect/dev/import/canonical.rows";
import type { GeneratedClinic } from "../clinic/clinic.rows.ts";

/** That of all of them. */
export const specialty = { code: "BENCH_HISTORY", name: "Bench history" };
export const providerCount = 200;
/** Of each provider in the two weeks to come. */
const visitsEach = 10;
/** The days over which the visits to come are spread: a history repeats them as many days before. */
export const periodDays = 14;

const weekdays: readonly Weekday[] = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];
const dayMs = 86_400_000;
const halfHourMs = 1_800_000;
const opensAt = 8;
const halfHours = 16;
const locationId = "bench-history-location";

export const appointmentPrefix = "bench-history-appointment-";

/** A specialty whose providers have a patient each, who comes ten times in the two weeks to come. */
export function generateSpecialty(now: Date): GeneratedClinic {
  const indices = Array.from({ length: providerCount }, (_, index) => index);
  return {
    locations: [{ line: 1, externalId: locationId, name: "Bench location", timeZone: "UTC" }],
    providers: indices.map(providerOf),
    patients: indices.map(patientOf),
    appointments: indices.flatMap((index) => visitsOf(index, now)),
    invoices: [],
  };
}

const providerId = (index: number) => `bench-history-provider-${index + 1}`;
const patientId = (index: number) => `bench-history-patient-${index + 1}`;

function providerOf(index: number): ProviderRow {
  return {
    line: index + 1,
    externalId: providerId(index),
    givenName: "Ada",
    familyName: `Abbott-${index + 1}`,
    specialties: [specialty],
    locationExternalIds: [locationId],
    timeZone: "UTC",
    weekly: weekdays.map((day) => ({ day, from: "08:00", to: "16:00" })),
  };
}

function patientOf(index: number): PatientRow {
  return {
    line: index + 1,
    externalId: patientId(index),
    givenName: "Ben",
    familyName: `Brandt-${index + 1}`,
    birthDate: "1984-02-29",
    timeZone: "UTC",
  };
}

/** On ten days from tomorrow on, at a time of its provider's own. */
function visitsOf(index: number, now: Date): AppointmentRow[] {
  const tomorrow = Math.floor(now.getTime() / dayMs) * dayMs + dayMs;
  return Array.from({ length: visitsEach }, (_, day) => {
    const startsAt = tomorrow + day * dayMs + opensAt * 2 * halfHourMs + (index % halfHours) * halfHourMs;
    const line = index * visitsEach + day + 1;
    return {
      line,
      externalId: `${appointmentPrefix}${line}`,
      patientExternalId: patientId(index),
      providerExternalId: providerId(index),
      locationExternalId: locationId,
      startsAt: new Date(startsAt).toISOString(),
      endsAt: new Date(startsAt + halfHourMs).toISOString(),
      visitType: "IN_PERSON",
      status: "BOOKED",
    };
  });
}
