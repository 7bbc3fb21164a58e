import { ownedRow } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { UserRow } from "../user/user.entity.ts";

/** A passkey of a user: the public half of a key pair that a device or a password manager holds. */
export const PasskeyRow = defineEntity({
  name: "PasskeyRow",
  tableName: "passkey",
  properties: {
    ...ownedRow,
    userId: () => p.manyToOne(UserRow).mapToPk().joinColumn("user_id"),
    /** As the authenticator names it; base64url. */
    credentialId: p.text(),
    /** COSE, base64url. */
    publicKey: p.text(),
    /** How often it signed, when it counts: a number that goes back is that of a copy. */
    counter: p.bigint("number"),
    transports: p.array().columnType("text[]").$type<string[]>(),
    /** Whether it may be on several devices. */
    synced: p.boolean(),
    name: p.text(),
    lastUsedAt: p.datetime(3).$type<Date | null>().nullable(),
  },
  uniques: [
    // Not per organization: a passkey is presented before it is known whose it is.
    { name: "passkey_credential_id_unique", properties: ["credentialId"] },
  ],
  indexes: [{ properties: ["userId"] }],
});

export type PasskeyRow = InferEntity<typeof PasskeyRow>;
