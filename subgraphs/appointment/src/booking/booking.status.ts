import { registerEnumType } from "type-graphql";

/** Where an appointment stands. */
export enum AppointmentStatus {
  REQUESTED = "REQUESTED",
  BOOKED = "BOOKED",
  CONFIRMED = "CONFIRMED",
  CHECKED_IN = "CHECKED_IN",
  IN_PROGRESS = "IN_PROGRESS",
  FULFILLED = "FULFILLED",
  CANCELLED = "CANCELLED",
  NO_SHOW = "NO_SHOW",
}

registerEnumType(AppointmentStatus, {
  name: "AppointmentStatus",
  description: "Where an appointment stands.",
  valuesConfig: {
    REQUESTED: {
      description:
        "Asked for; its time is held until `holdExpiresAt`. Within 15 seconds after that, or as soon as somebody takes its time, it is CANCELLED; meanwhile nothing can be done with it (HOLD_EXPIRED).",
    },
    BOOKED: { description: "Its time is taken." },
    CONFIRMED: { description: "Booked, and confirmed." },
    CHECKED_IN: { description: "The patient has arrived." },
    IN_PROGRESS: { description: "The visit has begun." },
    FULFILLED: { description: "The visit took place." },
    CANCELLED: { description: "Called off; its time is free again." },
    NO_SHOW: { description: "The patient did not come." },
  },
});

/** The states in which an appointment takes its provider's and its patient's time. */
export const activeStatuses = [
  AppointmentStatus.REQUESTED,
  AppointmentStatus.BOOKED,
  AppointmentStatus.CONFIRMED,
  AppointmentStatus.CHECKED_IN,
  AppointmentStatus.IN_PROGRESS,
] as const;

/** The states in which the patient is expected, and has not arrived. */
export const awaitedStatuses = [AppointmentStatus.BOOKED, AppointmentStatus.CONFIRMED] as const;

export function isAwaited(status: AppointmentStatus): boolean {
  return (awaitedStatuses as readonly AppointmentStatus[]).includes(status);
}

/** {@link activeStatuses} as a condition of SQL, word for word as the exclusion constraints have it: so their indexes serve it. */
export const takesTime = `status in (${activeStatuses.map((status) => `'${status}'`).join(", ")})`;

/** {@link takesTime} as the clock has it: what was asked for holds its time until then, whoever has noted that it is over. */
export const takesTimeNow = `${takesTime} and (hold_expires_at is null or hold_expires_at > clock_timestamp())`;
