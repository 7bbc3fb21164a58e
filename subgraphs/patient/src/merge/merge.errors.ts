import { CommandRefusal, type ErrorDefinition } from "@careconnect/kit";
import type { Overlap } from "./overlapping.visits.ts";

/** What the commands that merge records refuse. */
export const mergeErrors: readonly ErrorDefinition[] = [
  {
    code: "ALREADY_MERGED",
    meaning: "another record stands for this one already; the message says which",
    remedy: "merge with the record that stands for it, or undo that merge first",
  },
  {
    code: "STANDS_FOR_OTHERS",
    meaning: "other records were merged into the one that is to be merged",
    remedy: "merge the other way round, or undo those merges first",
  },
  {
    code: "MERGE_CONFLICT",
    meaning: "visits of the two records that are to take place overlap; the message says which",
    remedy: "move or call off one of each two, then merge",
  },
];

export function alreadyMerged(field: "id" | "intoId", survivingId: string): CommandRefusal {
  return new CommandRefusal(
    "ALREADY_MERGED",
    [field],
    `The record ${survivingId} stands for this one: merge with that one, or undo that merge first.`,
  );
}

export function standsForOthers(): CommandRefusal {
  return new CommandRefusal(
    "STANDS_FOR_OTHERS",
    ["id"],
    "Other records were merged into this one: merge the other way round, or undo those merges first.",
  );
}

export function mergeConflict(overlaps: readonly Overlap[]): CommandRefusal {
  const visits = overlaps.map(({ appointmentId, otherId }) => `${appointmentId} and ${otherId}`).join("; ");
  return new CommandRefusal(
    "MERGE_CONFLICT",
    ["id"],
    `The patient would be in two places at once: move or call off one of each two of these visits, then merge: ${visits}.`,
  );
}

export function intoArchived(): CommandRefusal {
  return new CommandRefusal(
    "ILLEGAL_TRANSITION",
    ["intoId"],
    "This record is archived, and nothing new begins for it: merge it into the one that is in use.",
  );
}

export function notMerged(): CommandRefusal {
  return new CommandRefusal("ILLEGAL_TRANSITION", ["id"], "This record is not merged: it stands for itself.");
}
