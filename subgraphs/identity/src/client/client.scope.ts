/** What partners' machines may be given. */
export const partnerScopes = ["graphql"] as const;
