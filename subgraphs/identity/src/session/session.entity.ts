import { ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { UserRow } from "../user/user.entity.ts";

/**
 * A sign-in of a person to a client that goes on. Its id is that of the provider's grant and the `sid` of the access
 * tokens: when it is revoked, all of them end. It is a credential, not a record: it has no versions.
 */
export const SessionRow = defineEntity({
  name: "SessionRow",
  tableName: "session",
  properties: {
    id: ownedRow.id,
    organizationId: ownedRow.organizationId,
    createdAt: ownedRow.createdAt,
    userId: () => p.manyToOne(UserRow).mapToPk().joinColumn("user_id"),
    /** The client that the person signed in to. */
    clientId: p.text().$type<string | null>().nullable(),
    /** SHA-256 of the `uid` of the browser's session at the provider, base64url: it ends with this one. */
    browserSessionHash: p.text().$type<string | null>().nullable(),
    /** How the person proved who they are, by the names of RFC 8176, e.g. `pwd`. */
    amr: p.array().columnType("text[]").$type<string[]>(),
    acr: p.text().$type<string | null>().nullable(),
    /** The browser, as it called itself. */
    userAgent: sensitive(),
    /** The network that it was begun from. */
    network: sensitive(),
    expiresAt: p.datetime(3),
    lastUsedAt: p.datetime(3),
    /** When the person last did something in the browser: renewals of tokens alone do not say so. */
    activeAt: p.datetime(3),
    revokedAt: p.datetime(3).$type<Date | null>().nullable(),
  },
  indexes: [{ properties: ["organizationId", "userId", "expiresAt"] }, { properties: ["browserSessionHash"] }],
});

export type SessionRow = InferEntity<typeof SessionRow>;
