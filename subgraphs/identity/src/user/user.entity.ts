import { blindIndex, currentPatient, ownedRow, type Role, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { normalizeEmail } from "./user.email.ts";

type Addressed = { email?: string | null };

/** Somebody who signs in to one organization. */
export const UserRow = defineEntity({
  name: "UserRow",
  tableName: "user_account",
  properties: {
    ...ownedRow,
    email: sensitive(),
    // Not per organization: whoever signs in gives an address and no organization.
    emailIndex: blindIndex<Addressed>(
      "user_account.email",
      (row) => row.email && normalizeEmail(row.email),
      "everywhere",
    ),
    displayName: p.text(),
    roles: p.array().columnType("text[]").$type<Role[]>(),
    /** The record that this user is, owned by the patient subgraph. */
    patientId: p.uuid().$type<string | null>().nullable(),
    currentPatientId: currentPatient().$type<string | null>().nullable(),
    /** The record that this user is, owned by the provider subgraph. */
    providerId: p.uuid().$type<string | null>().nullable(),
    /** PHC string; null for a user who signs in elsewhere. */
    passwordHash: p.text().$type<string | null>().nullable(),
    /** Grows when all that was proved for a sign-in ceases to count, so that what was proved before starts no session. */
    signInGeneration: p.integer().default(0),
    /** Since when an administrator keeps the user out. */
    suspendedAt: p.datetime(3).$type<Date | null>().nullable(),
    suspensionReason: sensitive(),
    /** Made for demonstration with a password that everybody knows: production refuses to serve beside it. */
    demo: p.boolean(),
  },
  uniques: [
    // An address names one user.
    { name: "user_account_email_unique", properties: ["emailIndex"] },
  ],
  indexes: [{ properties: ["patientId"] }],
});

export type UserRow = InferEntity<typeof UserRow>;
