import { CommandRefusal, type ErrorDefinition, type UserError } from "@careconnect/kit";
import { minute } from "../visit-rules/visit.rule.ts";
import { patientOverlap, providerOverlap } from "./booking.entity.ts";

const minutesOfADay = 24 * 60;

/** What the commands of visits refuse. */
export const bookingErrors: readonly ErrorDefinition[] = [
  {
    code: "SLOT_TAKEN",
    meaning:
      "the provider has a visit at that time, keeps it free before or after one, or it is held for somebody who waits",
    remedy: "choose another slot",
  },
  { code: "PATIENT_BUSY", meaning: "the patient has a visit at that time", remedy: "choose another slot" },
  {
    code: "OUTSIDE_AVAILABILITY",
    meaning: "the provider does not work then, or not for this kind of visit",
    remedy: "choose a slot of `availableSlots`; who overbooks, a time within the hours (`weeklyHours`, extra hours)",
  },
  {
    code: "TOO_SOON",
    meaning:
      "a patient books this kind of visit longer before it starts (`visitTypeRules`); the message says how long, and from when on",
    remedy: "choose a later slot, or call the clinic, whom this does not bind",
  },
  {
    code: "TOO_FAR_AHEAD",
    meaning: "a patient does not book this kind of visit so far ahead; the message says how far, and until when",
    remedy: "choose an earlier slot, or wait",
  },
  {
    code: "PROVIDER_FULL",
    meaning: "the provider has as many visits of this kind on that day as there may be",
    remedy: "choose another day",
  },
  {
    code: "HOLD_EXPIRED",
    meaning:
      "the visit was not confirmed as long as its time was held: nothing can be done with it any more, also once it is CANCELLED",
    remedy: "book it, if the time is free still",
  },
  { code: "IN_THE_PAST", meaning: "the time is over", remedy: "choose another slot" },
  {
    code: "TOO_EARLY",
    meaning: "the visit begins in more than an hour",
    remedy: "reschedule it first, if the patient is seen now",
  },
  {
    code: "NOT_ITS_DAY",
    meaning: "the day of the visit has not begun where its provider is; the message says when it does",
    remedy: "reschedule it first, if the patient is there now",
  },
  {
    code: "OUTSIDE_CARE",
    meaning: "the patient is not in your care, and a visit at that time would bring them into it",
    remedy: "have the front desk move it, or choose a later time",
  },
  { code: "PATIENT_ARCHIVED", meaning: "the patient's record is archived", remedy: "book for another patient" },
  { code: "PROVIDER_INACTIVE", meaning: "the provider cannot be booked now", remedy: "choose another provider" },
  {
    code: "PROVIDER_NOT_LICENSED",
    meaning: "no licence of the provider covers that day (`licensedUntil`)",
    remedy: "choose an earlier day or another provider, or have the renewed licence recorded",
  },
];

const taken: UserError = {
  code: "SLOT_TAKEN",
  field: ["startsAt"],
  message: "Somebody else has this time: choose another one.",
};

export function slotTaken(): CommandRefusal {
  return new CommandRefusal(taken.code, taken.field, taken.message);
}

const patientIsBusy: UserError = {
  code: "PATIENT_BUSY",
  field: ["startsAt"],
  message: "The patient has another appointment at this time: choose another one.",
};

export function patientBusy(): CommandRefusal {
  return new CommandRefusal(patientIsBusy.code, patientIsBusy.field, patientIsBusy.message);
}

/** What the database refuses, and how the caller is told. */
export const bookingConflicts: Readonly<Record<string, UserError>> = {
  [providerOverlap]: taken,
  [patientOverlap]: patientIsBusy,
};

/** The same of a command that names no start in its input, but the record that it is about. */
export const bookingConflictsById: Readonly<Record<string, UserError>> = Object.fromEntries(
  Object.entries(bookingConflicts).map(([constraint, error]) => [constraint, { ...error, field: ["id"] }]),
);

export function inThePast(field: string): CommandRefusal {
  return new CommandRefusal("IN_THE_PAST", [field], "This time is over: choose one that is to come.");
}

export function holdExpired(): CommandRefusal {
  return new CommandRefusal(
    "HOLD_EXPIRED",
    ["id"],
    "The time of this visit is held no more: book it, if the time is free still.",
  );
}

export function tooEarly(): CommandRefusal {
  return new CommandRefusal(
    "TOO_EARLY",
    ["id"],
    "This visit begins in more than an hour: reschedule it first if the patient is seen now.",
  );
}

export function notItsDay(from: Date): CommandRefusal {
  return new CommandRefusal(
    "NOT_ITS_DAY",
    ["id"],
    `The patient can be checked in from ${from.toISOString()} on, on the day of the visit: reschedule it first if they are there now.`,
  );
}

export function outsideAvailability(field: string, otherTime = "choose one of the free slots"): CommandRefusal {
  return new CommandRefusal(
    "OUTSIDE_AVAILABILITY",
    [field],
    `The provider does not see patients at that time for this kind of visit: ${otherTime}.`,
  );
}

/** @param earliest the first instant that can be booked now, in epoch milliseconds */
export function tooSoon(noticeMinutes: number, earliest: number): CommandRefusal {
  return new CommandRefusal(
    "TOO_SOON",
    ["startsAt"],
    `This kind of visit is booked at least ${lengthOf(noticeMinutes)} before it starts: choose a time from ${shown(Math.ceil(earliest / minute) * minute)} on, or call the clinic.`,
  );
}

/** @param latest the last instant that can be booked now, in epoch milliseconds */
export function tooFarAhead(horizonDays: number, latest: number): CommandRefusal {
  return new CommandRefusal(
    "TOO_FAR_AHEAD",
    ["startsAt"],
    `This kind of visit is booked at most ${lengthOf(horizonDays * minutesOfADay)} before it starts: choose a time until ${shown(latest)}, or call the clinic.`,
  );
}

/** Minutes in the largest unit that counts them whole. */
function lengthOf(minutes: number): string {
  const units = [
    { name: "day", minutes: minutesOfADay },
    { name: "hour", minutes: 60 },
  ];
  const unit = units.find((candidate) => minutes % candidate.minutes === 0) ?? { name: "minute", minutes: 1 };
  const count = minutes / unit.minutes;
  return `${count} ${unit.name}${count === 1 ? "" : "s"}`;
}

/** An instant to the minute, as the API writes them: in UTC. */
function shown(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 16)}Z`;
}

export function providerFull(): CommandRefusal {
  return new CommandRefusal(
    "PROVIDER_FULL",
    ["startsAt"],
    "The provider has as many visits of this kind on that day as there may be: choose another day.",
  );
}

export function outsideCare(): CommandRefusal {
  return new CommandRefusal(
    "OUTSIDE_CARE",
    ["startsAt"],
    "This patient is not in your care, and a visit so soon would bring them into it: ask the front desk to move it, or choose a later time.",
  );
}

export function patientArchived(field: string): CommandRefusal {
  return new CommandRefusal("PATIENT_ARCHIVED", [field], "This patient's record is archived: nothing can be booked.");
}

export function providerNotLicensed(field: string): CommandRefusal {
  return new CommandRefusal(
    "PROVIDER_NOT_LICENSED",
    [field],
    "No licence that is recorded of this provider covers that day: choose an earlier one, or another provider.",
  );
}

export function providerInactive(field: string): CommandRefusal {
  return new CommandRefusal("PROVIDER_INACTIVE", [field], "This provider cannot be booked now: choose another one.");
}
