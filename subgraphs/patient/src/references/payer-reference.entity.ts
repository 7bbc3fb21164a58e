import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** Who may pay, as the billing subgraph's events told it. A payer is never removed. */
export const PayerReference = defineEntity({
  name: "PayerReference",
  tableName: "payer_reference",
  properties: { organizationId: p.uuid().primary(), payerId: p.uuid().primary() },
});

export type PayerReference = InferEntity<typeof PayerReference>;
