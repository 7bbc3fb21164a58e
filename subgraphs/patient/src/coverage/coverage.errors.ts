import { CommandRefusal, type ErrorDefinition, type UserError } from "@careconnect/kit";
import { coverageOverlap } from "./coverage.entity.ts";

/** What the commands of coverages refuse. */
export const coverageErrors: readonly ErrorDefinition[] = [
  {
    code: "COVERAGE_OVERLAP",
    meaning: "the patient has another coverage of this priority on some of these days",
    remedy: "end that one before, or choose other days or the other priority",
  },
];

/** What the database refuses, and how the caller is told. */
export const coverageConflicts: Readonly<Record<string, (given: object) => UserError>> = {
  [coverageOverlap]: coverageOverlaps,
};

/** @param given what the caller said, of which a part is named */
export function coverageOverlaps(given: object): UserError {
  return {
    code: "COVERAGE_OVERLAP",
    field: [["startsOn", "endsOn", "priority"].find((field) => Object.hasOwn(given, field)) ?? "id"],
    message: "The patient has another coverage of this priority on some of these days: end that one before.",
  };
}

export function endsBeforeStart(field: string): CommandRefusal {
  return new CommandRefusal("VALIDATION_FAILED", [field], "The last day must not be before the first.");
}

export function endedAlready(): CommandRefusal {
  return new CommandRefusal("ILLEGAL_TRANSITION", ["endsOn"], "This coverage ends by that day already.");
}
