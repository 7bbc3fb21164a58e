import type { AppointmentEventType } from "./booking.events.ts";
import { AppointmentStatus } from "./booking.status.ts";

const { REQUESTED, BOOKED, CONFIRMED, CHECKED_IN, IN_PROGRESS, FULFILLED, CANCELLED, NO_SHOW } = AppointmentStatus;

export type AppointmentCommand =
  | "bookAppointment"
  | "overbookAppointment"
  | "holdAppointment"
  | "requestAppointment"
  | "confirmPaid"
  | "refuseUnpaid"
  | "expireHold"
  | "rescheduleAppointment"
  | "confirmAppointment"
  | "checkInAppointment"
  | "startConsultation"
  | "completeConsultation"
  | "missAppointment"
  | "cancelAppointment"
  | "releaseErased";

/** `clinic`: whoever works there. `patient`: the one whose visit it is. `clock`: nobody; it happens by itself. */
export type Actor = "clinic" | "patient" | "clock";

/**
 * `notBegun`: the time that the visit has now is to come.
 * `held`: its time is held still.
 * `bookable`: patient and provider can be booked now for that day, as when a visit is booked: only now it is one.
 * `due`: that time has come, or will within the hour.
 * `itsDay`: the day of that time has begun where its provider is, or it is `due`.
 * Whether a time can be had is not asked here: hours and rules are looked at by every command that takes one, and that nobody
 * else has it the exclusion constraints of the table decide.
 */
export type Guard = "notBegun" | "held" | "bookable" | "due" | "itsDay";

/** One step that an appointment may take. */
export interface Transition {
  readonly command: AppointmentCommand;
  /** Null: there is no appointment yet. */
  readonly from: AppointmentStatus | null;
  readonly to: AppointmentStatus;
  readonly who: Actor;
  readonly guards: readonly Guard[];
  /** The event that tells of it. */
  readonly event: AppointmentEventType;
}

/** The state machine of appointments. A step that is not here is an ILLEGAL_TRANSITION. */
export const transitions: readonly Transition[] = [
  step("bookAppointment", null, BOOKED, "clinic", [], "appointment.booked"),
  step("overbookAppointment", null, BOOKED, "clinic", [], "appointment.booked"),
  step("bookAppointment", null, BOOKED, "patient", [], "appointment.booked"),

  step("holdAppointment", null, REQUESTED, "clinic", [], "appointment.requested"),
  // What is to be paid in advance is held until it is, however far that has got when the clinic confirms it all the same.
  step("requestAppointment", null, REQUESTED, "clinic", [], "appointment.requested"),
  step("requestAppointment", null, REQUESTED, "patient", [], "appointment.requested"),
  step("confirmPaid", REQUESTED, CONFIRMED, "clock", ["bookable"], "appointment.confirmed"),
  step("refuseUnpaid", REQUESTED, CANCELLED, "clock", [], "appointment.cancelled"),
  step("confirmAppointment", REQUESTED, CONFIRMED, "clinic", ["held", "bookable"], "appointment.confirmed"),
  step("expireHold", REQUESTED, CANCELLED, "clock", [], "appointment.cancelled"),

  step("rescheduleAppointment", BOOKED, BOOKED, "clinic", [], "appointment.rescheduled"),
  step("rescheduleAppointment", CONFIRMED, CONFIRMED, "clinic", [], "appointment.rescheduled"),
  step("rescheduleAppointment", BOOKED, BOOKED, "patient", ["notBegun"], "appointment.rescheduled"),
  step("rescheduleAppointment", CONFIRMED, CONFIRMED, "patient", ["notBegun"], "appointment.rescheduled"),

  step("confirmAppointment", BOOKED, CONFIRMED, "clinic", [], "appointment.confirmed"),

  step("checkInAppointment", BOOKED, CHECKED_IN, "clinic", ["itsDay"], "appointment.checked_in"),
  step("checkInAppointment", CONFIRMED, CHECKED_IN, "clinic", ["itsDay"], "appointment.checked_in"),
  // Who came after all, or had come and nobody noted it.
  step("checkInAppointment", NO_SHOW, CHECKED_IN, "clinic", ["itsDay"], "appointment.checked_in"),

  // By video and phone nobody checks in, and at the desk it is forgotten.
  step("startConsultation", BOOKED, IN_PROGRESS, "clinic", ["due"], "appointment.started"),
  step("startConsultation", CONFIRMED, IN_PROGRESS, "clinic", ["due"], "appointment.started"),
  step("startConsultation", CHECKED_IN, IN_PROGRESS, "clinic", ["due"], "appointment.started"),
  step("completeConsultation", IN_PROGRESS, FULFILLED, "clinic", [], "appointment.fulfilled"),

  step("missAppointment", BOOKED, NO_SHOW, "clock", [], "appointment.no_show"),
  step("missAppointment", CONFIRMED, NO_SHOW, "clock", [], "appointment.no_show"),

  step("cancelAppointment", REQUESTED, CANCELLED, "clinic", ["held"], "appointment.cancelled"),
  step("cancelAppointment", BOOKED, CANCELLED, "clinic", [], "appointment.cancelled"),
  step("cancelAppointment", CONFIRMED, CANCELLED, "clinic", [], "appointment.cancelled"),
  // Who waited in vain and left.
  step("cancelAppointment", CHECKED_IN, CANCELLED, "clinic", [], "appointment.cancelled"),
  step("cancelAppointment", REQUESTED, CANCELLED, "patient", ["held", "notBegun"], "appointment.cancelled"),
  step("cancelAppointment", BOOKED, CANCELLED, "patient", ["notBegun"], "appointment.cancelled"),
  step("cancelAppointment", CONFIRMED, CANCELLED, "patient", ["notBegun"], "appointment.cancelled"),

  step("releaseErased", REQUESTED, CANCELLED, "clock", [], "appointment.cancelled"),
  step("releaseErased", BOOKED, CANCELLED, "clock", [], "appointment.cancelled"),
  step("releaseErased", CONFIRMED, CANCELLED, "clock", [], "appointment.cancelled"),
];

function step(
  command: AppointmentCommand,
  from: AppointmentStatus | null,
  to: AppointmentStatus,
  who: Actor,
  guards: readonly Guard[],
  event: AppointmentEventType,
): Transition {
  return { command, from, to, who, guards, event };
}
