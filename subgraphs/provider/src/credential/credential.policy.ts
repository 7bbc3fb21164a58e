import { by, type Reach, Role, type Rule, rowsWithin } from "@careconnect/kit";

/**
 * Whoever knows the number of a licence can pass for its holder: administration and the provider see it. Everybody else sees
 * nothing of a credential but what follows from it: whether, and until when, a provider is licensed.
 */
export const readCredentials: Rule = {
  action: "provider.credential.read",
  may: { ...by("organization", Role.ADMIN, Role.STAFF), PROVIDER: "own" },
};

/** Administration records what it was shown: nobody does so for themselves. */
export const changeCredentials: Rule = {
  action: "provider.credential.change",
  may: by("organization", Role.ADMIN, Role.STAFF),
};

/** Whose credentials are about to expire is for whoever has to ask for new ones. */
export const searchByCredentials: Rule = {
  action: "provider.credential.search",
  may: by("organization", Role.ADMIN, Role.STAFF),
};

/** The credentials within `reach`. */
export function credentialsWithin(reach: Reach): object {
  return rowsWithin(reach, { provider: "providerId" });
}
