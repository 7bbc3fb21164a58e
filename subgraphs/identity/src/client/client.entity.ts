import { ownedRow } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import type { JSONWebKeySet } from "jose";
import type { ClientKind } from "./client.kind.ts";

/**
 * A partner's client: a machine, which gets access tokens of its own with client credentials, or an application, which
 * acts for people who let it. Its id is its `client_id`.
 */
export const ClientRow = defineEntity({
  name: "ClientRow",
  tableName: "client",
  properties: {
    ...ownedRow,
    name: p.text(),
    kind: p.text().$type<ClientKind>(),
    /** All that it may ask for. */
    scopes: p.array().columnType("text[]").$type<string[]>(),
    /** Where browsers may be sent with a code; none of a machine. */
    redirectUris: p.array().columnType("text[]").$type<string[]>(),
    /** SHA-256 of its secret, base64url; null for a client that signs with a key of its own, and for a public one. */
    secretHash: p.text().$type<string | null>().nullable(),
    /** The secret before the last rotation, which is good for a while, so that nobody has to be down. */
    previousSecretHash: p.text().$type<string | null>().nullable(),
    previousSecretUntil: p.datetime(3).$type<Date | null>().nullable(),
    /** The public keys with which it signs (`private_key_jwt`); null for a client with a secret. */
    jwks: p.json<JSONWebKeySet | null>().nullable(),
    revokedAt: p.datetime(3).$type<Date | null>().nullable(),
  },
  indexes: [{ properties: ["organizationId", "createdAt"] }],
});

export type ClientRow = InferEntity<typeof ClientRow>;
