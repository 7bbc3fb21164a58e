import { registerEnumType } from "type-graphql";
import { type AppointmentCommand, transitions } from "./transition.table.ts";

/** What made an appointment's status what it is. */
export enum AppointmentChangeCause {
  BOOKED = "BOOKED",
  OVERBOOKED = "OVERBOOKED",
  HELD = "HELD",
  HOLD_EXPIRED = "HOLD_EXPIRED",
  REQUESTED = "REQUESTED",
  PAID = "PAID",
  NOT_PAID = "NOT_PAID",
  RESCHEDULED = "RESCHEDULED",
  CONFIRMED = "CONFIRMED",
  CHECKED_IN = "CHECKED_IN",
  STARTED = "STARTED",
  COMPLETED = "COMPLETED",
  MISSED = "MISSED",
  CANCELLED = "CANCELLED",
  PATIENT_ERASED = "PATIENT_ERASED",
  IMPORTED = "IMPORTED",
  UNRECORDED = "UNRECORDED",
}

registerEnumType(AppointmentChangeCause, {
  name: "AppointmentChangeCause",
  description: "What made an appointment's status what it is.",
  valuesConfig: {
    BOOKED: { description: "Somebody booked it, alone or in a series, or took a time that the waitlist offered." },
    OVERBOOKED: { description: "Somebody booked it even if its provider was taken; `reason` says why." },
    HELD: { description: "Somebody had its time held." },
    HOLD_EXPIRED: { description: "The system called it off: it was not confirmed as long as its time was held." },
    REQUESTED: { description: "Somebody booked it, to be paid in advance." },
    PAID: { description: "The system confirmed it: it was paid in advance." },
    NOT_PAID: { description: "The system called it off: it could not be paid, or not be booked any more when it was." },
    RESCHEDULED: { description: "Somebody moved it to another time; the status is the same." },
    CONFIRMED: { description: "Somebody confirmed it." },
    CHECKED_IN: { description: "Somebody noted that the patient has arrived." },
    STARTED: { description: "Somebody began the visit." },
    COMPLETED: { description: "Somebody completed the visit." },
    MISSED: { description: "The system gave it up: an hour after its end nobody had checked in." },
    CANCELLED: { description: "Somebody called it off; `reason` says why." },
    PATIENT_ERASED: { description: "The system called it off: its patient was erased." },
    IMPORTED: { description: "The system that the record was imported from had it so." },
    UNRECORDED: { description: "It was recorded by a version of the system that tells no causes." },
  },
});

const { BOOKED, OVERBOOKED, HELD, HOLD_EXPIRED, REQUESTED, PAID, NOT_PAID, RESCHEDULED, CONFIRMED } =
  AppointmentChangeCause;
const { CHECKED_IN, STARTED, COMPLETED, MISSED, CANCELLED, PATIENT_ERASED } = AppointmentChangeCause;

/** What a step of the table is in the history. */
export const causeOf: Readonly<Record<AppointmentCommand, AppointmentChangeCause>> = {
  bookAppointment: BOOKED,
  overbookAppointment: OVERBOOKED,
  holdAppointment: HELD,
  expireHold: HOLD_EXPIRED,
  requestAppointment: REQUESTED,
  confirmPaid: PAID,
  refuseUnpaid: NOT_PAID,
  rescheduleAppointment: RESCHEDULED,
  confirmAppointment: CONFIRMED,
  checkInAppointment: CHECKED_IN,
  startConsultation: STARTED,
  completeConsultation: COMPLETED,
  missAppointment: MISSED,
  cancelAppointment: CANCELLED,
  releaseErased: PATIENT_ERASED,
};

const bySystem = new Set(transitions.filter(({ who }) => who === "clock").map(({ command }) => causeOf[command]));

/** Whether the system does it by itself, and nobody asks for it. */
export function isAutomatic(cause: AppointmentChangeCause): boolean {
  return bySystem.has(cause);
}
