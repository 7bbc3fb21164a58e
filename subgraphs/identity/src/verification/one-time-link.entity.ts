import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { v7 as uuidv7 } from "uuid";

export type LinkPurpose = "REGISTRATION" | "PASSWORD_RESET";

/**
 * A link that was mailed to an address, whether or not there is an account with it: who asks for one does not learn
 * which. No organization owns it, since an address that nobody has belongs to none.
 */
export const OneTimeLinkRow = defineEntity({
  name: "OneTimeLinkRow",
  tableName: "one_time_link",
  properties: {
    id: p
      .uuid()
      .primary()
      .onCreate(() => uuidv7()),
    purpose: p.text().$type<LinkPurpose>(),
    /** SHA-256 of the token, base64url: a dump of the table opens nothing. */
    tokenHash: p.text(),
    sealedEmail: p.text(),
    /** The address's blind index. */
    emailIndex: p.text(),
    createdAt: p.datetime(3),
    expiresAt: p.datetime(3),
    usedAt: p.datetime(3).$type<Date | null>().nullable(),
  },
  uniques: [{ name: "one_time_link_token_hash_unique", properties: ["tokenHash"] }],
  indexes: [{ properties: ["emailIndex", "purpose", "createdAt"] }, { properties: ["expiresAt"] }],
});

export type OneTimeLinkRow = InferEntity<typeof OneTimeLinkRow>;
