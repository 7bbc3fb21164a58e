import type { ErrorDefinition } from "./error.definition.ts";

/** What every subgraph may answer with; its own commands' codes are in the `errors` of its definition. */
export const kitErrors = {
  operations: [
    {
      code: "FORBIDDEN",
      http: "200 or 403",
      meaning: "your role or scope does not allow this operation",
      remedy: "ask for the role or scope; retrying does not help",
    },
    {
      code: "BAD_USER_INPUT",
      http: "200 or 400",
      meaning:
        "an argument is wrong; `extensions.field` is its path, unless the argument does not have the type that the schema says",
      remedy: "correct it",
    },
  ],
  subscriptions: [
    {
      code: "RESUME_NOT_POSSIBLE",
      meaning: "what came after the cursor in `after` is no longer known",
      remedy: "load the present state, then subscribe without `after`",
    },
  ],
  imports: [
    {
      code: "VALIDATION_FAILED",
      meaning: "a value is missing or wrong; `field` is its path",
      remedy: "correct the row, and import the file again",
    },
    {
      code: "NOT_FOUND",
      meaning: "the row refers to one that was not imported",
      remedy: "import that one first",
    },
    { code: "CONFLICT", meaning: "another row has the same number", remedy: "give one of them another number" },
    {
      code: "PATIENT_ERASED",
      meaning: "the row is about a patient who was erased",
      remedy: "leave it out; the source should not have it any more either",
    },
    {
      code: "PATIENT_RESTRICTED",
      meaning: "the row is about a patient whose record is kept and not used",
      remedy: "leave it out until an administrator has lifted the restriction",
    },
  ],
  commands: [
    { code: "VALIDATION_FAILED", meaning: "a value is missing or wrong", remedy: "correct it" },
    {
      code: "NOT_FOUND",
      meaning: "the record is not there, you may not see it, or this is not yours to do with it",
      remedy: "correct the id, or ask whose it is",
    },
    {
      code: "VERSION_CONFLICT",
      meaning: "somebody changed the record since you read it",
      remedy: "read it again and decide anew",
    },
    {
      code: "IDEMPOTENCY_KEY_REUSED",
      meaning: "the key was used with other input",
      remedy: "use a new key for a new command",
    },
    {
      code: "ILLEGAL_TRANSITION",
      meaning: "the record's state does not allow it; the message names the state",
      remedy: "read it again",
    },
    {
      code: "OWN_ACCESS",
      meaning: "nobody gives access to themselves, invites themselves, or reviews their own emergency access",
      remedy: "ask somebody else who may",
    },
    {
      code: "PATIENT_ERASED",
      meaning: "the patient was erased, or is about to be: nothing is written about them any more",
      remedy: "nothing; who comes again is registered anew",
    },
    {
      code: "PATIENT_RESTRICTED",
      meaning: "the patient's record is kept and not used: nothing about them is changed",
      remedy: "ask an administrator, who may lift the restriction",
    },
  ],
} as const satisfies Readonly<Record<string, readonly ErrorDefinition[]>>;
