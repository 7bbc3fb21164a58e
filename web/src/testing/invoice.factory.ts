import type { InvoiceWholeFragment } from "../graphql/graphql.ts";

const usd = (amount: number) => ({ __typename: "Money", amount, currency: "USD" }) as const;

/** An issued invoice as the API answers it, of 200 dollars, 40 of which the patient pays; what a test is about is said by it. */
export function invoiceWhole(of: Partial<InvoiceWholeFragment> = {}): InvoiceWholeFragment {
  return {
    __typename: "Invoice",
    id: "i1",
    number: "INV-000042",
    status: "ISSUED",
    issuedAt: "2026-11-20T15:00:00.000Z",
    dueAt: "2026-12-20T15:00:00.000Z",
    cause: "VISIT",
    voidedAt: null,
    voidReason: null,
    version: 4,
    total: usd(20_000),
    balance: usd(20_000),
    patientShare: usd(4_000),
    payerShare: usd(16_000),
    payer: { __typename: "Payer", id: "y1", name: "Blue Harbor" },
    patient: { __typename: "Patient", id: "p1", fullName: "Amira Nasser", mrn: "104233" },
    appointment: null,
    replaces: null,
    replacedBy: null,
    creditNotes: [],
    lines: [
      {
        __typename: "InvoiceLine",
        id: "l1",
        kind: "SERVICE",
        description: "Consultation in person",
        wording: null,
        taxRateBasisPoints: null,
        quantity: 1,
        taxBasisPoints: 0,
        unitPrice: usd(20_000),
        amount: usd(20_000),
      },
    ],
    payments: [
      {
        __typename: "Payment",
        id: "m1",
        failureCode: null,
        party: "PATIENT",
        method: "CASH",
        status: "SUCCEEDED",
        reference: "R-7",
        receivedAt: "2026-11-21T15:00:00.000Z",
        version: 2,
        amount: usd(1_500),
        refunded: usd(0),
        refunds: [],
      },
    ],
    ...of,
  };
}
