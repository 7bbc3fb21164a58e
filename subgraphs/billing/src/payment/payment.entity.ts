import { currentPatient, ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { InvoiceRow } from "../invoice/invoice.entity.ts";
import { InvoiceParty } from "../invoice/invoice.party.ts";
import { PaymentMethod } from "./payment.method.ts";

/** What was received for an invoice. Amounts are in minor units of `currency`, which is the invoice's. */
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
    amount: p.bigint("number"),
    /** What of it was given back. */
    refundedAmount: p.bigint("number"),
    currency: p.text(),
    /** The number of a receipt or a transfer, which may name somebody. */
    reference: sensitive(),
    receivedAt: p.datetime(3),
    /** The user who did it. */
    recordedBy: p.uuid(),
  },
  indexes: [
    { name: "payment_of_invoice", properties: ["organizationId", "invoiceId", "receivedAt", "id"] },
    { name: "payment_of_patient", properties: ["organizationId", "patientId", "receivedAt", "id"] },
  ],
  checks: [
    { name: "payment_amount_in_range", expression: "amount > 0 and amount <= 9007199254740991" },
    { name: "payment_refunded_within_amount", expression: "refunded_amount >= 0 and refunded_amount <= amount" },
  ],
});

export type PaymentRow = InferEntity<typeof PaymentRow>;
