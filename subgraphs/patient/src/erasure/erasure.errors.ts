import { CommandRefusal, type ErrorDefinition, type UserError } from "@careconnect/kit";
import { decidedByAnother, oneLiveErasure } from "./patient-erasure.entity.ts";

/** What the commands of erasures refuse. */
export const erasureErrors: readonly ErrorDefinition[] = [
  {
    code: "NOT_ARCHIVED",
    meaning: "a patient is erased who is archived, and no other one",
    remedy: "archive the patient first",
  },
  {
    code: "VISITS_AHEAD",
    meaning: "the patient has visits that are under way or to come",
    remedy: "finish them or call them off first",
  },
  {
    code: "RETAINED",
    meaning: "records of the patient have to be kept longer; the message says which and until when",
    remedy: "ask again then; until then `restrictPatient` has them kept and not used",
  },
  {
    code: "ERASURE_UNDER_WAY",
    meaning: "an erasure of this patient was asked for already",
    remedy: "decide on it: find it in `patientErasures`",
  },
  {
    code: "RECORDS_CHANGED",
    meaning: "records of the patient were merged or taken apart since the erasure was asked for",
    remedy: "reject it, look whose the records are, and ask for it anew",
  },
  {
    code: "SECOND_PERSON",
    meaning: "whoever asks for an erasure neither approves nor rejects it, and nobody else withdraws it",
    remedy: "ask another administrator, or withdraw it",
  },
];

export function notArchived(field: string): CommandRefusal {
  return new CommandRefusal("NOT_ARCHIVED", [field], "This patient is not archived: archive them first.");
}

export function visitsAhead(count: number, field: string): CommandRefusal {
  return new CommandRefusal(
    "VISITS_AHEAD",
    [field],
    `The patient has ${count} visits that are under way or to come: finish them or call them off first.`,
  );
}

/** Tells the kinds of records and until when, and nothing of what is in them. */
export function retained(
  kinds: readonly { readonly table: string; readonly until: Date }[],
  field: string,
): CommandRefusal {
  const told = kinds.map(({ table, until }) => `${table} until ${until.toISOString().slice(0, 10)}`);
  return new CommandRefusal("RETAINED", [field], `Records of this patient have to be kept: ${told.join(", ")}.`);
}

export function notTheirs(): CommandRefusal {
  return new CommandRefusal("SECOND_PERSON", ["id"], "Somebody else asked for this: reject it instead.");
}

export function recordsChanged(): CommandRefusal {
  return new CommandRefusal(
    "RECORDS_CHANGED",
    ["id"],
    "Records of this patient were merged or taken apart since it was asked for: reject it, and ask for it anew.",
  );
}

const underWay: UserError = {
  code: "ERASURE_UNDER_WAY",
  field: ["patientId"],
  message: "An erasure of this patient was asked for already: decide on that one.",
};

export function erasureUnderWay(): CommandRefusal {
  return CommandRefusal.forAll([underWay]);
}

/** What the database refuses, and how the caller is told. */
export const erasureConflicts: Readonly<Record<string, UserError>> = {
  [oneLiveErasure]: underWay,
  [decidedByAnother]: {
    code: "SECOND_PERSON",
    field: ["id"],
    message: "You asked for this erasure: another administrator has to decide on it.",
  },
};
