import { currentPatient, ownedRow, type Role, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** Somebody who was asked to join an organization, and as what. */
export const InvitationRow = defineEntity({
  name: "InvitationRow",
  tableName: "invitation",
  properties: {
    ...ownedRow,
    email: sensitive(),
    displayName: p.text(),
    roles: p.array().columnType("text[]").$type<Role[]>(),
    /** The record that the user will be, owned by the patient subgraph. */
    patientId: p.uuid().$type<string | null>().nullable(),
    currentPatientId: currentPatient().$type<string | null>().nullable(),
    /** The record that the user will be, owned by the provider subgraph. */
    providerId: p.uuid().$type<string | null>().nullable(),
    invitedBy: p.uuid(),
    /** SHA-256 of the link's token, base64url. */
    tokenHash: p.text(),
    expiresAt: p.datetime(3),
    acceptedAt: p.datetime(3).$type<Date | null>().nullable(),
    /** The account that came of it. */
    userId: p.uuid().$type<string | null>().nullable(),
    revokedAt: p.datetime(3).$type<Date | null>().nullable(),
  },
  uniques: [
    // Not per organization: a link is followed before it is known whose invitation it is.
    { name: "invitation_token_hash_unique", properties: ["tokenHash"] },
  ],
  indexes: [{ properties: ["organizationId", "createdAt"] }, { properties: ["patientId"] }],
});

export type InvitationRow = InferEntity<typeof InvitationRow>;
