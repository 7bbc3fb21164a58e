import { ownedRow } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { UserRow } from "../user/user.entity.ts";

/** A sign-in that goes on: what a refresh token stands for. It is a credential, not a record: it has no versions. */
export const SessionRow = defineEntity({
  name: "SessionRow",
  tableName: "session",
  properties: {
    id: ownedRow.id,
    organizationId: ownedRow.organizationId,
    createdAt: ownedRow.createdAt,
    userId: () => p.manyToOne(UserRow).mapToPk().joinColumn("user_id"),
    /** SHA-256 of the refresh token, base64url: a dump of the table opens no session. */
    tokenHash: p.text(),
    scopes: p.array().columnType("text[]").$type<string[]>(),
    expiresAt: p.datetime(3),
    lastUsedAt: p.datetime(3),
    revokedAt: p.datetime(3).$type<Date | null>().nullable(),
  },
  // Not per organization: a refresh token is presented before it is known whose it is.
  uniques: [{ name: "session_token_hash_unique", properties: ["tokenHash"] }],
  indexes: [{ properties: ["organizationId", "userId", "expiresAt"] }],
});

export type SessionRow = InferEntity<typeof SessionRow>;
