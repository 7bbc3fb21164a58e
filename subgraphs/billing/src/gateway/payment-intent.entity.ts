import { ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { PaymentRow } from "../payment/payment.entity.ts";

/**
 * How far a payment over the gateway is, and what is to be done next. It is written before the gateway is asked, so that
 * whoever comes after a process that died asks with the same keys and learns what came of it.
 */
export const PaymentIntentRow = defineEntity({
  name: "PaymentIntentRow",
  tableName: "payment_intent",
  properties: {
    ...ownedRow,
    paymentId: () => p.manyToOne(PaymentRow).mapToPk().joinColumn("payment_id"),
    /** The gateway's id of it; null until it has answered. */
    intentId: p.text().$type<string | null>().nullable(),
    /** By which a page of the payer's can confirm it. */
    clientSecret: sensitive(),
    /** The gateway's word for how far it is, when it last told. */
    status: p.text().$type<string | null>().nullable(),
    /** The gateway's id of the charge by which it was paid. */
    chargeId: p.text().$type<string | null>().nullable(),
    /** The payment method with which it is to be confirmed, and is not yet, as far as is known. */
    confirmWith: p.text().$type<string | null>().nullable(),
    /** After that nobody expects to be charged any more. */
    confirmBefore: p.datetime(3).$type<Date | null>().nullable(),
    /** Where the payer goes after they have said who they are. */
    returnUrl: p.text().$type<string | null>().nullable(),
    /** How often it was confirmed from here. */
    attempts: p.integer().default(0),
    /** How often it was declined. */
    declines: p.integer().default(0),
    /** Which charge of those that were counted was the last, and which time that nothing was charged, so that none is counted twice. */
    lastDeclinedCharge: p.text().$type<string | null>().nullable(),
    lastDecline: p.text().$type<string | null>().nullable(),
    failureCode: p.text().$type<string | null>().nullable(),
    /** Where the payer says who they are. */
    nextActionUrl: sensitive(),
    cancelWanted: p.boolean().default(false),
    /** When it was paid, or given up: nothing more comes of it. */
    closedAt: p.datetime(3).$type<Date | null>().nullable(),
    /** When the gateway is asked again; null: it is not. */
    dueAt: p.datetime(3).$type<Date | null>().nullable(),
  },
  uniques: [
    { name: "payment_intent_payment_unique", properties: ["paymentId"] },
    { name: "payment_intent_intent_unique", properties: ["intentId"] },
  ],
  indexes: [
    {
      name: "payment_intent_due",
      expression:
        "create index payment_intent_due on payment_intent (organization_id, due_at) where due_at is not null",
    },
  ],
  checks: [{ name: "payment_intent_closed_is_done", expression: "closed_at is null or due_at is null" }],
});

export type PaymentIntentRow = InferEntity<typeof PaymentIntentRow>;
