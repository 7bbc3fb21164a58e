import { ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { UserRow } from "../user/user.entity.ts";

/** An authenticator app of a user. */
export const TotpRow = defineEntity({
  name: "TotpRow",
  tableName: "totp_credential",
  properties: {
    ...ownedRow,
    userId: () => p.manyToOne(UserRow).mapToPk().joinColumn("user_id"),
    secret: sensitive(),
    /** The time step of the last code that was taken: each code works once. */
    lastStep: p.integer(),
  },
  uniques: [{ name: "totp_credential_user_id_unique", properties: ["userId"] }],
});

export type TotpRow = InferEntity<typeof TotpRow>;
