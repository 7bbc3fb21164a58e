import { ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { PaymentRow } from "./payment.entity.ts";

/** What of a payment was given back, in minor units of its currency. */
export const RefundRow = defineEntity({
  name: "RefundRow",
  tableName: "refund",
  properties: {
    ...ownedRow,
    paymentId: () => p.manyToOne(PaymentRow).mapToPk().joinColumn("payment_id"),
    amount: p.bigint("number"),
    reason: sensitive(),
    refundedAt: p.datetime(3),
    /** The user who did it. */
    recordedBy: p.uuid(),
  },
  indexes: [{ name: "refund_of_payment", properties: ["organizationId", "paymentId", "refundedAt", "id"] }],
  checks: [{ name: "refund_amount_in_range", expression: "amount > 0 and amount <= 9007199254740991" }],
});

export type RefundRow = InferEntity<typeof RefundRow>;
