import { ownedRow } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { UserRow } from "../user/user.entity.ts";

/** One of the codes with which a user signs in when the other factor is lost. */
export const RecoveryCodeRow = defineEntity({
  name: "RecoveryCodeRow",
  tableName: "recovery_code",
  properties: {
    id: ownedRow.id,
    organizationId: ownedRow.organizationId,
    createdAt: ownedRow.createdAt,
    userId: () => p.manyToOne(UserRow).mapToPk().joinColumn("user_id"),
    /** A keyed hash: a dump of the table, without the key, tells no code. */
    codeHash: p.text(),
    usedAt: p.datetime(3).$type<Date | null>().nullable(),
  },
  indexes: [{ properties: ["userId"] }],
});

export type RecoveryCodeRow = InferEntity<typeof RecoveryCodeRow>;
