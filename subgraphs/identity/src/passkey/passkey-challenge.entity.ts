import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** A challenge that an authenticator has to sign; it is taken back once, and by whom it was given to. */
export const PasskeyChallengeRow = defineEntity({
  name: "PasskeyChallengeRow",
  tableName: "passkey_challenge",
  properties: {
    /** SHA-256, base64url. */
    challengeHash: p.text().primary(),
    /** What it was given to: a sign-in or an account. */
    subject: p.text(),
    expiresAt: p.datetime(3),
  },
  indexes: [{ properties: ["expiresAt"] }],
});

export type PasskeyChallengeRow = InferEntity<typeof PasskeyChallengeRow>;
