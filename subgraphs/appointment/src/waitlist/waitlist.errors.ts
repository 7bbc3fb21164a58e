import { CommandRefusal, type ErrorDefinition, type UserError } from "@careconnect/kit";
import type { WaitlistStatus } from "./waitlist.status.ts";
import { sameWish } from "./waitlist-entry.entity.ts";

export const waitlistErrors: readonly ErrorDefinition[] = [
  {
    code: "OFFER_OVER",
    meaning: "the time is held for you no more: the offer was accepted, or has expired",
    remedy: "wait for the next offer, or choose a free slot",
  },
  {
    code: "WAITLIST_LIMIT",
    meaning: "the patient waits for ten times already",
    remedy: "leave one that is not wanted any more",
  },
  {
    code: "ALREADY_WAITING",
    meaning:
      "the patient waits for this provider or specialty and this kind of visit already, in a time that overlaps this one; the message says which",
    remedy: "keep that entry, or leave it first",
  },
  {
    code: "SPECIALTY_UNKNOWN",
    meaning: "no provider who can be booked has this specialty",
    remedy: "choose another one",
  },
];

/** What the database refuses, and how the caller is told. */
export const waitlistConflicts: Readonly<Record<string, UserError>> = {
  [sameWish]: {
    code: "ALREADY_WAITING",
    field: ["from"],
    message:
      "The patient waits for this already, in a time that overlaps this one: keep that entry, or leave it first.",
  },
};

/** @param kept what the patient waits for already */
export function alreadyWaiting(kept: { readonly from: Date; readonly until: Date }): CommandRefusal {
  return new CommandRefusal(
    "ALREADY_WAITING",
    ["from"],
    `The patient waits for this already, from ${kept.from.toISOString()} until ${kept.until.toISOString()}: keep that entry, or leave it first.`,
  );
}

export function offerOver(): CommandRefusal {
  return new CommandRefusal(
    "OFFER_OVER",
    ["id"],
    "This time is held for you no more: wait for the next offer, or look for a free slot.",
  );
}

export function notWaiting(status: WaitlistStatus): CommandRefusal {
  return new CommandRefusal(
    "ILLEGAL_TRANSITION",
    ["id"],
    `This entry is ${status}; it can only be left while it is WAITING or OFFERED.`,
  );
}

export function waitlistLimit(most: number): CommandRefusal {
  return new CommandRefusal(
    "WAITLIST_LIMIT",
    ["patientId"],
    `The patient waits for ${most} times already: leave one that is not wanted any more.`,
  );
}

export function unknownSpecialty(): CommandRefusal {
  return new CommandRefusal(
    "SPECIALTY_UNKNOWN",
    ["specialty"],
    "No provider who can be booked has this specialty: choose another one.",
  );
}
