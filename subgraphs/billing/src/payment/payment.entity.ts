import { currentPatient, ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { InvoiceRow } from "../invoice/invoice.entity.ts";
import { InvoiceParty } from "../invoice/invoice.party.ts";
import { PaymentMethod } from "./payment.method.ts";
import { PaymentState } from "./payment.state.ts";

/** What was received for an invoice, or is under way over the gateway. Amounts are in minor units of `currency`, which is the invoice's. */
export const PaymentRow = defineEntity({
  name: "PaymentRow",
  tableName: "payment",
  properties: {
    ...ownedRow,
    invoiceId: () => p.manyToOne(InvoiceRow).mapToPk().joinColumn("invoice_id"),
    /** The invoice's. */
    patientId: p.uuid(),
    currentPatientId: currentPatient(),
    /** Whose share it is for. */
    party: p.enum(() => InvoiceParty),
    method: p.enum(() => PaymentMethod),
    state: p.enum(() => PaymentState).default(PaymentState.SUCCEEDED),
    amount: p.bigint("number"),
    /** What of it was given back. */
    refundedAmount: p.bigint("number"),
    /** What more of it is being given back, and may still fail to be. */
    refundingAmount: p.bigint("number").defaultRaw("0"),
    currency: p.text(),
    /** The number of a receipt or a transfer, which may name somebody. */
    reference: sensitive(),
    /** When it was received; begun, while it was not. */
    receivedAt: p.datetime(3),
    /** The user who did it. */
    recordedBy: p.uuid(),
  },
  indexes: [
    { name: "payment_listed", properties: ["organizationId", "receivedAt", "id"] },
    { name: "payment_of_invoice", properties: ["organizationId", "invoiceId", "receivedAt", "id"] },
    { name: "payment_of_patient", properties: ["organizationId", "patientId", "receivedAt", "id"] },
  ],
  checks: [
    { name: "payment_amount_in_range", expression: "amount > 0 and amount <= 9007199254740991" },
    {
      name: "payment_refunded_within_amount",
      expression: "refunded_amount >= 0 and refunding_amount >= 0 and refunded_amount + refunding_amount <= amount",
    },
    {
      name: "payment_refunded_was_received",
      expression: "state = 'SUCCEEDED' or refunded_amount + refunding_amount = 0",
    },
  ],
});

export type PaymentRow = InferEntity<typeof PaymentRow>;
