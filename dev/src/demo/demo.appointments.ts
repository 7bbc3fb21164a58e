import type { AppointmentRow, AppointmentStatus, VisitType } from "../import/canonical.rows.ts";
import type { DemoClinic } from "./demo.clinics.ts";
import { seeded } from "./demo.random.ts";
import type { ScheduledVisit } from "./demo.schedule.ts";

export interface DemoAppointment {
  readonly row: AppointmentRow;
  readonly visit: ScheduledVisit;
}

const cancellationReasons = [
  "Patient cannot make it",
  "Patient feels better",
  "Provider is ill",
  "Moved to another provider",
  "Work came up",
];

/** The scheduled visits with what has become of them by `now`. */
export function demoAppointments(clinic: DemoClinic, visits: readonly ScheduledVisit[], now: Date): DemoAppointment[] {
  const random = seeded(clinic.seed + 4_000);
  return visits.map((visit, index) => {
    const { patient, provider, startsAt, endsAt } = visit;
    const visitType = pickVisitType(random, provider.specialty.video);
    const reason = random.helpers.arrayElement(provider.specialty.reasons);
    const cancellation = random.helpers.arrayElement(cancellationReasons);
    const status = statusAt(visit, now);
    const row: AppointmentRow = {
      line: index + 1,
      externalId: `demo-appointment-${index + 1}`,
      patientExternalId: patient.row.externalId,
      providerExternalId: provider.row.externalId,
      ...(visitType === "IN_PERSON" && { locationExternalId: provider.location }),
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
      visitType,
      status,
      reason,
      ...(status === "CANCELLED" && { statusReason: cancellation }),
    };
    return { row, visit };
  });
}

const minuteMs = 60_000;
const cancelledBelow = 0.06;
const noShowBelow = 0.11;

/**
 * The status of a visit at a moment. A visit keeps its fate: as time goes on it moves through the statuses in the order
 * in which a real one would.
 */
export function statusAt(
  { startsAt, endsAt, fate }: Pick<ScheduledVisit, "startsAt" | "endsAt" | "fate">,
  now: Date,
): AppointmentStatus {
  if (fate < cancelledBelow) return "CANCELLED";
  const isNoShow = fate < noShowBelow;
  if (now >= endsAt) return isNoShow ? "NO_SHOW" : "FULFILLED";
  const untilStart = startsAt.getTime() - now.getTime();
  if (untilStart <= 0) return isNoShow ? "CONFIRMED" : untilStart > -5 * minuteMs ? "CHECKED_IN" : "IN_PROGRESS";
  if (untilStart <= 30 * minuteMs) return fate > 0.35 ? "CHECKED_IN" : "CONFIRMED";
  const hours = untilStart / (60 * minuteMs);
  return fate > (hours < 14 ? 0.3 : hours < 72 ? 0.5 : 0.75) ? "CONFIRMED" : "BOOKED";
}

function pickVisitType(random: ReturnType<typeof seeded>, video: number): VisitType {
  const phone = 5;
  return random.helpers.weightedArrayElement<VisitType>([
    { weight: video, value: "VIDEO" },
    { weight: phone, value: "PHONE" },
    { weight: 100 - video - phone, value: "IN_PERSON" },
  ]);
}
