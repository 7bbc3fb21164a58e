import { ownedRow } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { UserRow } from "../user/user.entity.ts";

/** Who a user is at an issuer of somebody else's. */
export const UserIdentityRow = defineEntity({
  name: "UserIdentityRow",
  tableName: "user_identity",
  properties: {
    id: ownedRow.id,
    organizationId: ownedRow.organizationId,
    createdAt: ownedRow.createdAt,
    userId: () => p.manyToOne(UserRow).mapToPk().joinColumn("user_id"),
    connectionId: p.text(),
    /** The keyed hash of the issuer's `sub`. */
    subjectIndex: p.text(),
  },
  uniques: [{ name: "user_identity_subject_unique", properties: ["connectionId", "subjectIndex"] }],
  indexes: [{ properties: ["userId"] }],
});

export type UserIdentityRow = InferEntity<typeof UserIdentityRow>;
