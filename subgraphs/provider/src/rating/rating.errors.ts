import {
  CommandRefusal,
  type ErrorDefinition,
  invalid,
  ownRecordsOf,
  type UserError,
  type Viewer,
} from "@careconnect/kit";
import { oneRatingOfVisit, type RatingRow } from "./rating.entity.ts";

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
  {
    code: "OWN_RATING",
    meaning: "the rating is of yourself as a provider",
    remedy: "have somebody else decide on it",
  },
  {
    code: "OWN_VISIT",
    meaning: "the rating is of a visit that you had as a patient",
    remedy: "have somebody else decide on it; what you have written you can change",
  },
];

/** What the database refuses, and how the caller is told. */
export const ratingConflicts: Readonly<Record<string, UserError>> = {
  [oneRatingOfVisit]: {
    code: "ALREADY_RATED",
    field: ["appointmentId"],
    message: "A visit is rated once, and this one was: change that rating, unless it was taken back.",
  },
};

/** Refuses what is done after `end`. @throws CommandRefusal */
export function requireBefore(end: Date, field: string, what: string): void {
  if (new Date() < end) return;
  throw new CommandRefusal("RATING_WINDOW_CLOSED", [field], `${what} until ${end.toISOString().slice(0, 16)}Z.`);
}

/** Refuses that somebody decides on what is said of themselves, or by them. @throws CommandRefusal */
export function requireOthers({ providerId, patientId }: RatingRow, viewer: Viewer): void {
  if (String(providerId) === viewer.providerId)
    throw new CommandRefusal("OWN_RATING", ["id"], "This rating is of yourself: somebody else has to decide on it.");
  if (ownRecordsOf(viewer).includes(patientId))
    throw new CommandRefusal(
      "OWN_VISIT",
      ["id"],
      "This rating is of a visit of yours: somebody else has to decide on it.",
    );
}

/** Of visits that did not take place, or are somebody else's, nothing is known here. */
export function notVisited(): CommandRefusal {
  return new CommandRefusal(
    "NOT_FOUND",
    ["appointmentId"],
    "There is no visit of yours that has taken place: one can be rated once it is over.",
  );
}

export function reversalUnexplained(): CommandRefusal {
  return invalid(["reason"], "Why what was rejected is to be shown has to be said.");
}
