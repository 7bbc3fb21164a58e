import { CommandRefusal, type ErrorDefinition } from "@careconnect/kit";
import type { WaitlistStatus } from "./waitlist.status.ts";

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
    code: "SPECIALTY_UNKNOWN",
    meaning: "no provider who can be booked has this specialty",
    remedy: "choose another one",
  },
];

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
