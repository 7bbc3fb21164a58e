import type { ErrorDefinition } from "@careconnect/kit";

/** What the commands of visit rules refuse. */
export const visitRulesErrors: readonly ErrorDefinition[] = [
  {
    code: "CURRENCY_UNKNOWN",
    meaning: "the organization is so new that its currency is not known there yet",
    remedy: "try again in a moment",
  },
];
