/** The scope that opens all of GraphQL, as far as the roles of whoever has the token reach. */
export const apiScope = "graphql";

/**
 * What a person lets a partner's application do for them, each as far as they may do it themselves. Their tokens open the
 * rules that name one of their scopes, and no other.
 */
export const delegatedScopes = [
  "profile.read",
  "directory.read",
  "appointments.read",
  "appointments.write",
  "records.read",
  "invoices.read",
] as const;

export type DelegatedScope = (typeof delegatedScopes)[number];

/** Whoever may see appointments to show them, or to change them, which answers with them. */
export const appointmentScopes = ["appointments.read", "appointments.write"] as const;
