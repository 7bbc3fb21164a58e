import { CommandRefusal, type ErrorDefinition, type UserError } from "@careconnect/kit";
import { oneRatingOfVisit } from "./rating.entity.ts";

/** What the commands of ratings refuse. */
export const ratingErrors: readonly ErrorDefinition[] = [
  {
    code: "ALREADY_RATED",
    meaning: "the visit was rated before, also when that was taken back",
    remedy: "change the rating that there is (`Appointment.rating`), as long as it can be",
  },
  {
    code: "RATING_WINDOW_CLOSED",
    meaning: "the visit, or the rating that is to be changed, is too long ago; the message says until when it could be",
    remedy: "nothing; a rating can be withdrawn at any time",
  },
];

/** What the database refuses, and how the caller is told. */
export const ratingConflicts: Readonly<Record<string, UserError>> = {
  [oneRatingOfVisit]: {
    code: "ALREADY_RATED",
    field: ["appointmentId"],
    message: "You have rated this visit already: change that rating.",
  },
};

/** Refuses what is done after `end`. @throws CommandRefusal */
export function requireBefore(end: Date, field: string, what: string): void {
  if (new Date() < end) return;
  throw new CommandRefusal("RATING_WINDOW_CLOSED", [field], `${what} until ${end.toISOString().slice(0, 16)}Z.`);
}
