import { registerEnumType } from "type-graphql";

/** How what belongs together can differ. */
export enum DifferenceKind {
  GATEWAY_PAYMENT_UNKNOWN = "GATEWAY_PAYMENT_UNKNOWN",
  PAYMENT_UNKNOWN_TO_GATEWAY = "PAYMENT_UNKNOWN_TO_GATEWAY",
  PAYMENT_STATUS_DIFFERS = "PAYMENT_STATUS_DIFFERS",
  PAYMENT_AMOUNT_DIFFERS = "PAYMENT_AMOUNT_DIFFERS",
  GATEWAY_REFUND_UNKNOWN = "GATEWAY_REFUND_UNKNOWN",
  REFUND_UNKNOWN_TO_GATEWAY = "REFUND_UNKNOWN_TO_GATEWAY",
  REFUND_STATUS_DIFFERS = "REFUND_STATUS_DIFFERS",
  REFUND_AMOUNT_DIFFERS = "REFUND_AMOUNT_DIFFERS",
  PAYMENT_REFUNDS_DIFFER = "PAYMENT_REFUNDS_DIFFER",
  PAYMENT_LEDGER_DIFFERS = "PAYMENT_LEDGER_DIFFERS",
  REFUND_LEDGER_DIFFERS = "REFUND_LEDGER_DIFFERS",
  CREDIT_NOTE_LEDGER_DIFFERS = "CREDIT_NOTE_LEDGER_DIFFERS",
  INVOICE_NOT_IN_LEDGER = "INVOICE_NOT_IN_LEDGER",
  INVOICE_BALANCE_DIFFERS = "INVOICE_BALANCE_DIFFERS",
  INVOICE_PAID_DIFFERS = "INVOICE_PAID_DIFFERS",
  INVOICE_LINES_DIFFER = "INVOICE_LINES_DIFFER",
  INVOICE_LEDGER_DIFFERS = "INVOICE_LEDGER_DIFFERS",
  INVOICE_STATUS_DIFFERS = "INVOICE_STATUS_DIFFERS",
  INVOICE_CURRENCY_DIFFERS = "INVOICE_CURRENCY_DIFFERS",
  NUMBER_MISSING = "NUMBER_MISSING",
  LEDGER_UNBALANCED = "LEDGER_UNBALANCED",
  VISIT_WITHOUT_INVOICE = "VISIT_WITHOUT_INVOICE",
  INVOICE_WITHOUT_VISIT = "INVOICE_WITHOUT_VISIT",
  REFUND_NOT_GIVEN = "REFUND_NOT_GIVEN",
  PREPAYMENT_WITHOUT_INVOICE = "PREPAYMENT_WITHOUT_INVOICE",
  PREPAYMENT_MONEY_DIFFERS = "PREPAYMENT_MONEY_DIFFERS",
  PREPAYMENT_VISIT_DIFFERS = "PREPAYMENT_VISIT_DIFFERS",
}

/** What each kind is about, and what is compared: what is expected, and what was found. */
export const differenceKinds = {
  GATEWAY_PAYMENT_UNKNOWN: {
    subject: "GatewayPayment",
    meaning: "The gateway has received a payment that is marked as the organization's and is not known here.",
  },
  PAYMENT_UNKNOWN_TO_GATEWAY: {
    subject: "Payment",
    meaning: "A payment was received over the gateway, which does not know it.",
  },
  PAYMENT_STATUS_DIFFERS: {
    subject: "Payment",
    meaning: "The gateway has received a payment that was not received here, or the other way round.",
  },
  PAYMENT_AMOUNT_DIFFERS: {
    subject: "Payment",
    meaning: "The gateway has received another amount, or in another currency, than the payment has here.",
  },
  GATEWAY_REFUND_UNKNOWN: {
    subject: "GatewayRefund",
    meaning: "The gateway has given back something of a payment of ours, which is not known here.",
  },
  REFUND_UNKNOWN_TO_GATEWAY: {
    subject: "Refund",
    meaning: "A refund was given over the gateway, which does not know it.",
  },
  REFUND_STATUS_DIFFERS: {
    subject: "Refund",
    meaning: "The gateway has given back what was not given back here, or the other way round.",
  },
  REFUND_AMOUNT_DIFFERS: {
    subject: "Refund",
    meaning: "The gateway has given back another amount than the refund has here.",
  },
  PAYMENT_REFUNDS_DIFFER: {
    subject: "Payment",
    meaning: "What was given back of a payment, or is being given back, is not what its refunds come to.",
  },
  PAYMENT_LEDGER_DIFFERS: {
    subject: "Payment",
    meaning: "The ledger has received nothing of a payment that was received, or another amount.",
  },
  REFUND_LEDGER_DIFFERS: {
    subject: "Refund",
    meaning: "The ledger has given back nothing of a refund that was given, or another amount.",
  },
  CREDIT_NOTE_LEDGER_DIFFERS: {
    subject: "CreditNote",
    meaning: "The ledger has nothing of a credit note, or another amount.",
  },
  INVOICE_NOT_IN_LEDGER: {
    subject: "Invoice",
    meaning: "The ledger has nothing of an invoice that was issued or imported.",
  },
  INVOICE_BALANCE_DIFFERS: {
    subject: "Invoice",
    meaning: "What is owed of an invoice is not what the ledger says is owed of it.",
  },
  INVOICE_PAID_DIFFERS: {
    subject: "Invoice",
    meaning: "What the ledger has received for an invoice is not what its payments come to.",
  },
  INVOICE_LINES_DIFFER: {
    subject: "Invoice",
    meaning: "The lines of an invoice do not come to its total.",
  },
  INVOICE_LEDGER_DIFFERS: {
    subject: "Invoice",
    meaning: "The ledger has charged another amount than the invoice, or has not taken back what was withdrawn.",
  },
  INVOICE_STATUS_DIFFERS: {
    subject: "Invoice",
    meaning: "An invoice is not paid although nothing of it is owed, or not overdue although it was due.",
  },
  INVOICE_CURRENCY_DIFFERS: {
    subject: "Invoice",
    meaning: "Something was paid for an invoice, or stands in the ledger, in another currency than its own.",
  },
  NUMBER_MISSING: {
    subject: "Number",
    meaning: "A number of invoices or credit notes was given out, and none bears it.",
  },
  LEDGER_UNBALANCED: {
    subject: "LedgerTransaction",
    meaning: "The entries of a transaction of the ledger do not add up to zero.",
  },
  VISIT_WITHOUT_INVOICE: {
    subject: "Appointment",
    meaning: "A visit took place, since the first price, and no invoice stands for it.",
  },
  INVOICE_WITHOUT_VISIT: {
    subject: "Invoice",
    meaning: "An invoice stands for a visit that did not take place, or for the fee of one that was not called off.",
  },
  REFUND_NOT_GIVEN: {
    subject: "Invoice",
    meaning:
      "Something is owed back to the patient, or was to be given back within 90 days; the gateway did not give it, and nobody gave anything since: give it back with `refundPayment`, or otherwise.",
  },
  PREPAYMENT_WITHOUT_INVOICE: {
    subject: "Prepayment",
    meaning: "A visit was paid in advance, or is to be paid although it stands, and there is no invoice for it.",
  },
  PREPAYMENT_MONEY_DIFFERS: {
    subject: "Prepayment",
    meaning:
      "How far a prepayment is goes not with the ledger: it waits although nothing is owed, or is over although something is owed back, or gives back what is not owed.",
  },
  PREPAYMENT_VISIT_DIFFERS: {
    subject: "Prepayment",
    meaning:
      "How far a prepayment is goes not with its visit, as when that was called off and is paid all the same, or neither was for an hour what follows from it.",
  },
} as const satisfies Record<DifferenceKind, { readonly subject: string; readonly meaning: string }>;

registerEnumType(DifferenceKind, {
  name: "DifferenceKind",
  description: "How what belongs together differs.",
  valuesConfig: Object.fromEntries(
    Object.entries(differenceKinds).map(([kind, { meaning }]) => [kind, { description: meaning }]),
  ),
});
