import { ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { PaymentRow } from "./payment.entity.ts";
import { PaymentState } from "./payment.state.ts";

/** What of a payment was given back, in minor units of its currency. */
export const RefundRow = defineEntity({
  name: "RefundRow",
  tableName: "refund",
  properties: {
    ...ownedRow,
    paymentId: () => p.manyToOne(PaymentRow).mapToPk().joinColumn("payment_id"),
    amount: p.bigint("number"),
    reason: sensitive(),
    state: p.enum(() => PaymentState).default(PaymentState.SUCCEEDED),
    /** The gateway's id of it; null until it has one, and for what was given back by hand. */
    gatewayRefundId: p.text().$type<string | null>().nullable(),
    failureCode: p.text().$type<string | null>().nullable(),
    /** When the gateway is asked what came of it; null: it is not. */
    dueAt: p.datetime(3).$type<Date | null>().nullable(),
    /** When it was given back; asked for, while it was not. */
    refundedAt: p.datetime(3),
    /** The user who did it. */
    recordedBy: p.uuid(),
  },
  uniques: [{ name: "refund_gateway_unique", properties: ["gatewayRefundId"] }],
  indexes: [
    { name: "refund_of_payment", properties: ["organizationId", "paymentId", "refundedAt", "id"] },
    {
      name: "refund_due",
      expression: "create index refund_due on refund (organization_id, due_at) where due_at is not null",
    },
    {
      name: "refund_failed",
      expression: "create index refund_failed on refund (organization_id, payment_id) where state = 'FAILED'",
    },
  ],
  checks: [{ name: "refund_amount_in_range", expression: "amount > 0 and amount <= 9007199254740991" }],
});

export type RefundRow = InferEntity<typeof RefundRow>;
