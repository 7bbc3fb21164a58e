import type { AppointmentStatus } from "../graphql/graphql.ts";
import { dayInZone } from "./format/zoned-time.ts";

export const appointmentActions = ["confirm", "checkIn", "reschedule", "cancel"] as const;

export type AppointmentAction = (typeof appointmentActions)[number];

// As the server's state machine has it, which decides in any case: here it only spares people what it would refuse.
const possible: Readonly<Record<AppointmentAction, readonly AppointmentStatus[]>> = {
  confirm: ["BOOKED"],
  checkIn: ["BOOKED", "CONFIRMED"],
  reschedule: ["BOOKED", "CONFIRMED"],
  cancel: ["REQUESTED", "BOOKED", "CONFIRMED", "CHECKED_IN"],
};

interface Subject {
  readonly status: AppointmentStatus;
  readonly startsAt: string;
}

interface Circumstances {
  readonly audience: "staff" | "patient" | "none";
  readonly now: Date;
  /** The clinic's zone: a patient arrives on the day of the visit. */
  readonly timeZone: string;
}

/** What the viewer can do with an appointment now. Patients move and cancel visits that have not begun. */
export function allowedActions(appointment: Subject, circumstances: Circumstances): readonly AppointmentAction[] {
  const { audience, now, timeZone } = circumstances;
  const begun = new Date(appointment.startsAt) <= now;
  const isToday = dayInZone(appointment.startsAt, timeZone) === dayInZone(now, timeZone);
  return appointmentActions.filter((action) => {
    if (!possible[action].includes(appointment.status)) {
      return false;
    }
    if (audience === "patient") {
      return !begun && appointment.status !== "CHECKED_IN" && (action === "reschedule" || action === "cancel");
    }
    return audience === "staff" && (action !== "checkIn" || isToday);
  });
}
