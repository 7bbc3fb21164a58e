import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/**
 * Failed sign-ins in a row with one e-mail address, whether or not there is a user with it: who is slowed down does
 * not learn which.
 */
export const SignInFailureRow = defineEntity({
  name: "SignInFailureRow",
  tableName: "sign_in_failure",
  properties: {
    /** The address's blind index. */
    emailIndex: p.text().primary(),
    failures: p.integer(),
    lastFailedAt: p.datetime(3),
  },
  indexes: [{ properties: ["lastFailedAt"] }],
});

export type SignInFailureRow = InferEntity<typeof SignInFailureRow>;
