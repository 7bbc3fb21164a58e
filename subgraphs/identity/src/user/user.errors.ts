import type { ErrorDefinition } from "@careconnect/kit";

/** What the commands of accounts refuse. */
export const userErrors: readonly ErrorDefinition[] = [
  { code: "OWN_ACCOUNT", meaning: "nobody suspends themselves", remedy: "ask another administrator" },
  {
    code: "LAST_ADMINISTRATOR",
    meaning: "the organization would have no administrator left",
    remedy: "make somebody else one first",
  },
];
