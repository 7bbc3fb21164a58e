import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import type { CommandOutcome } from "./command.ts";

/** What a command with an idempotency key did, so that a retry gets the same outcome instead of a second effect. */
export const IdempotencyRecord = defineEntity({
  name: "IdempotencyRecord",
  tableName: "idempotency_record",
  properties: {
    organizationId: p.uuid().primary(),
    /** Who asked: keys of different principals never meet. */
    principal: p.uuid().primary(),
    mutation: p.text().primary(),
    key: p.text().primary(),
    /** A keyed hash of the input: the same key with another body is a mistake of the caller. */
    bodyHash: p.text(),
    /** Ids or errors, never a rendered answer: what may be seen of them is decided again on replay. */
    outcome: p.json<CommandOutcome>().$type<CommandOutcome | null>().nullable(),
    expiresAt: p.datetime(3).index("idempotency_record_expires_at_index"),
  },
});

export type IdempotencyRecord = InferEntity<typeof IdempotencyRecord>;
