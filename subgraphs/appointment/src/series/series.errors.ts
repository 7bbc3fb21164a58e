import { CommandRefusal, type ErrorDefinition, type UserError } from "@careconnect/kit";
import type { AppointmentStatus } from "../booking/booking.status.ts";

/** What the commands of series refuse. */
export const seriesErrors: readonly ErrorDefinition[] = [
  { code: "NOT_IN_SERIES", meaning: "the visit was not booked in a series", remedy: "change it alone" },
];

export function notInSeries(): CommandRefusal {
  return new CommandRefusal("NOT_IN_SERIES", ["id"], "This visit was not booked in a series: change it alone.");
}

/** @param status that of the visit which was named */
export function nothingToCome(status: AppointmentStatus): CommandRefusal {
  return new CommandRefusal(
    "ILLEGAL_TRANSITION",
    ["id"],
    `This appointment is ${status}, and no visit of its series that could be changed is to come. Read it again and decide anew.`,
  );
}

/** A visit of the series that cannot be, and where the caller said that it is to be. */
export interface Conflict {
  readonly error: UserError;
  readonly startsAt: Date;
  /** The position among the caller's changes that put it there; undefined when the rule did. */
  readonly change: number | undefined;
}

/** Refuses the whole series, and names each visit that cannot be. */
export function conflictsRefusal(conflicts: readonly Conflict[]): CommandRefusal {
  return CommandRefusal.forAll(
    conflicts.map(({ error, startsAt, change }) => ({
      code: error.code,
      field: change === undefined ? ["rule"] : ["changes", String(change), "moveTo"],
      message: `${startsAt.toISOString()}: ${error.message}`,
    })),
  );
}
