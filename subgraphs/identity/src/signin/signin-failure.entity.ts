import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/**
 * Failed attempts to prove who one is, by what they were made against: an e-mail address, whether or not there is a
 * user with it (who is slowed down does not learn which), in a browser that is known or in none, the second factor of a
 * user, or from a client address; and the mails that a client address asked for.
 */
export const SignInFailureRow = defineEntity({
  name: "SignInFailureRow",
  tableName: "sign_in_failure",
  properties: {
    /** A blind index: neither an e-mail address nor a client address can be read from it. */
    subject: p.text().primary(),
    failures: p.integer(),
    lastFailedAt: p.datetime(3),
  },
  indexes: [{ properties: ["lastFailedAt"] }],
});

export type SignInFailureRow = InferEntity<typeof SignInFailureRow>;
