import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { v7 as uuidv7 } from "uuid";

/** A mail that has to go out: written in the transaction of what it tells of, gone when it was delivered. */
export const OutgoingMailRow = defineEntity({
  name: "OutgoingMailRow",
  tableName: "outgoing_mail",
  properties: {
    id: p
      .uuid()
      .primary()
      .onCreate(() => uuidv7()),
    /** What it says, with its address and its link, sealed. */
    sealedMail: p.text(),
    attempts: p.integer(),
    nextAttemptAt: p.datetime(3),
    createdAt: p.datetime(3),
  },
  indexes: [{ properties: ["nextAttemptAt"] }],
});

export type OutgoingMailRow = InferEntity<typeof OutgoingMailRow>;
