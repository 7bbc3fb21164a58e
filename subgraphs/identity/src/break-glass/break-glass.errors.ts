import type { ErrorDefinition } from "@careconnect/kit";

/** What the commands of emergency access refuse. */
export const breakGlassErrors: readonly ErrorDefinition[] = [
  {
    code: "TOO_MANY_ACCESSES",
    meaning: "you have emergency access to five patients already",
    remedy: "end one first",
  },
];
