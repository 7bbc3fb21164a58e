import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** A sign-in between its first factor and its end. */
export const SignInProgressRow = defineEntity({
  name: "SignInProgressRow",
  tableName: "sign_in_progress",
  properties: {
    /** SHA-256 of the interaction's id, base64url: the id is in a cookie of the browser that signs in. */
    interactionHash: p.text().primary(),
    userId: p.uuid(),
    /** How the user has shown who they are so far (RFC 8176). */
    methods: p.array().columnType("text[]").$type<string[]>(),
    /** The user's generation of sign-ins when the first factor was shown. */
    generation: p.integer(),
    /** Whether what is to be done next is to give the second factor, or to set one up. */
    step: p.text().$type<"SECOND_FACTOR" | "ENROLMENT" | "RECOVERY_CODES">(),
    expiresAt: p.datetime(3),
  },
  indexes: [{ properties: ["expiresAt"] }],
});

export type SignInProgressRow = InferEntity<typeof SignInProgressRow>;
