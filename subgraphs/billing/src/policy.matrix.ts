import type { PolicyMatrix } from "@careconnect/kit/testing";

const organization = { ADMIN: "organization", STAFF: "organization", NURSE: "organization" } as const;
const patientData = ["consent", "location"] as const;

const seen = {
  may: { ...organization, PROVIDER: ["care", "grant"], PATIENT: "self" },
  subjectTo: patientData,
  delegated: ["invoices.read"],
} as const;

/** A company: whoever works in the clinic knows it, and a patient. */
const listed = {
  may: { ...organization, PROVIDER: "organization", PATIENT: "organization" },
  delegated: ["invoices.read"],
} as const;

/** The books are kept by administration and the front desk. */
const kept = {
  may: { ADMIN: "organization", STAFF: "organization" },
  subjectTo: ["location"],
  ofPatients: true,
} as const;

/** Paid, and seen, by who pays and by who keeps the books. */
const paid = {
  may: { ADMIN: "organization", STAFF: "organization", PATIENT: "self" },
  subjectTo: ["location"],
} as const;

/** What the clinic takes is told by the front desk, and decided by administration. */
const priced = { may: { ADMIN: "organization", STAFF: "organization" } } as const;
const pricing = { may: { ADMIN: "organization" } } as const;

export const policyMatrix: PolicyMatrix = {
  rows: {
    "Query.invoice": seen,
    "Query.invoices": seen,
    "Query.payers": { ...listed, ofNobody: true },
    "Query.reconciliations": { ...priced, ofNobody: true },
    "Query.reconciliation": priced,
    "Mutation.runReconciliation": { ...priced, ofNobody: true },
    "Query.letterhead": { ...priced, ofNobody: true },
    "Mutation.setLetterhead": { ...pricing, ofNobody: true },
    "Query.prices": priced,
    "Query.payerTerms": priced,
    "Query.quote": priced,
    "Mutation.addPrice": pricing,
    "Mutation.endPrice": pricing,
    "Mutation.addPayerTerms": pricing,
    "Mutation.endPayerTerms": pricing,
    "Query.payment": paid,
    "Query.payments": paid,
    "Query.paymentSummary": paid,
    "Query.invoiceTotals": seen,
    "Query.ledgerBalances": { ...priced, ofNobody: true },
    "Mutation.createInvoice": kept,
    "Mutation.setInvoiceLines": kept,
    "Mutation.issueInvoice": kept,
    "Mutation.voidInvoice": kept,
    "Mutation.creditInvoice": kept,
    "Mutation.recordPayment": kept,
    "Mutation.refundPayment": kept,
    "Mutation.payInvoice": paid,
    "Mutation.preparePayment": paid,
    "Mutation.cancelPayment": paid,
    "Subscription.paymentChanged": paid,
    "Query.prepayments": kept,
    "Subscription.invoiceChanged": seen,
    Invoice: seen,
    "Invoice.payments": paid,
    "Invoice.pdf": paid,
    "Invoice.ledgerEntries": kept,
    Payer: listed,
    "Invoice.patient": seen,
    Patient: {
      may: { ...organization, PROVIDER: ["care", "grant", "breakGlass"], PATIENT: "self" },
      subjectTo: patientData,
      repeatsId: true,
      delegated: ["appointments.read", "appointments.write", "records.read", "invoices.read"],
    },
    "Patient.invoices": seen,
    Appointment: seen,
    "Appointment.invoice": seen,
  },
  shown: {
    Invoice: [
      "externalId",
      "number",
      "status",
      "issuedAt",
      "dueAt",
      "cause",
      "voidedAt",
      "voidReason",
      "creditNotes",
      "version",
      "total",
      "balance",
      "payerShare",
      "patientShare",
      "payer",
      "lines",
      "appointment",
      "replaces",
      "replacedBy",
    ],
    Payment: [
      ...[
        "party",
        "method",
        "status",
        "amount",
        "refunded",
        "reference",
        "receivedAt",
        "refunds",
        "invoice",
        "version",
      ],
      ...["clientSecret", "publishableKey", "nextActionUrl", "failureCode"],
    ],
    Refund: ["amount", "reason", "status", "refundedAt"],
    PaymentChange: ["cursor", "payment"],
    Prepayment: [
      "state",
      "payUntil",
      "paidAt",
      "declines",
      "failure",
      "createdAt",
      "updatedAt",
      "invoice",
      "appointment",
    ],
    InvoiceChange: ["cursor", "invoice"],
    CreditNote: ["number", "party", "amount", "reason", "issuedAt"],
    PaymentSummary: [
      ...["paid", "pending", "failed", "refunded"],
      ...["paidCount", "pendingCount", "failedCount", "otherCurrencyCount"],
    ],
    InvoiceTotal: ["status", "count", "total", "balance"],
    LedgerEntry: ["transactionId", "account", "amount", "source", "event", "occurredAt"],
    Address: ["line", "city", "state", "postalCode", "country"],
    Reconciliation: [
      ...["status", "step", "stepsDone", "stepsInAll", "gatewayCount", "hasGateway", "startedAt", "finishedAt"],
      ...["counts", "differences"],
    ],
    DifferenceCount: ["kind", "count"],
    ReconciliationDifference: ["kind", "subject", "subjectId", "expected", "found", "invoice", "appointment"],
    FileLink: ["url", "expiresAt"],
    Letterhead: ["name", "lines", "footer", "paper", "since"],
    LedgerBalance: ["account", "balance"],
    InvoiceLine: [
      "kind",
      "description",
      "wording",
      "taxRateBasisPoints",
      "quantity",
      "unitPrice",
      "taxBasisPoints",
      "amount",
    ],
    Payer: ["externalId", "name"],
    Price: ["visitType", "specialty", "price", "taxBasisPoints", "payer", "startsOn", "endsOn", "version"],
    PayerTerms: ["plan", "payer", "copay", "coinsuranceBasisPoints", "startsOn", "endsOn", "version"],
    Quote: ["lines", "shares", "total", "patientShare", "payerShare"],
    QuoteLine: ["kind", "description", "wording", "taxRateBasisPoints", "amount"],
    QuoteShare: ["reason", "amount"],
    Money: ["amount", "currency"],
  },
};
