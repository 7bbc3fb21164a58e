import type { AppointmentRowFragment, PatientStatus } from "../../graphql/graphql.ts";
import { dayInZone } from "../../lib/format/zoned-time.ts";

/** Where the patient is, as today's visits tell; null for one who is not at the clinic. */
export function patientStatusOf(
  visits: readonly Pick<AppointmentRowFragment, "status" | "startsAt">[],
  now: Date,
  timeZone: string,
): PatientStatus | null {
  const today = dayInZone(now, timeZone);
  const statuses = visits
    .filter(({ startsAt }) => dayInZone(new Date(startsAt), timeZone) === today)
    .map(({ status }) => status);
  if (statuses.includes("IN_PROGRESS")) {
    return "IN_CONSULTATION";
  }
  return statuses.includes("CHECKED_IN") ? "WAITING" : null;
}
