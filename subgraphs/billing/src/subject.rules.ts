import {
  aboutNobody,
  aboutPatients,
  careConsentRule,
  careGrantRule,
  careVisitRule,
  patientAliasRule,
  type SubjectRule,
} from "@careconnect/kit";
import { CreditNoteRow } from "./credit/credit.entity.ts";
import { GatewayEventRow } from "./gateway/gateway-event.entity.ts";
import { PaymentIntentRow } from "./gateway/payment-intent.entity.ts";
import { InvoiceCounterRow } from "./invoice/counter.entity.ts";
import { InvoiceRow } from "./invoice/invoice.entity.ts";
import { InvoiceLineRow } from "./invoice/line.entity.ts";
import { LedgerEntryRow } from "./ledger/entry.entity.ts";
import { LedgerTransactionRow } from "./ledger/transaction.entity.ts";
import { LetterheadRow } from "./letterhead/letterhead.entity.ts";
import { PayerRow } from "./payer/payer.entity.ts";
import { PaymentRow } from "./payment/payment.entity.ts";
import { RefundRow } from "./payment/refund.entity.ts";
import { PrepaymentRow } from "./prepayment/prepayment.entity.ts";
import { PriceRow } from "./price/price.entity.ts";
import { DifferenceRow } from "./reconciliation/difference.entity.ts";
import { ReconciliationRow } from "./reconciliation/reconciliation.entity.ts";
import { CoverageReference } from "./references/coverage-reference.entity.ts";
import { OrganizationReference } from "./references/organization-reference.entity.ts";
import { ProviderReference } from "./references/provider-reference.entity.ts";
import { PayerTermsRow } from "./terms/terms.entity.ts";

const ledger = "the ledger, which the law wants kept";
const gateway = "by what the payment is found at the gateway, whose records the law wants kept, too";

/** What is a patient's, table by table. */
export const billingSubjectRules: readonly SubjectRule[] = [
  aboutPatients(InvoiceRow, {
    whose: { patientBy: "patientId" },
    hidden: { listedAt: "by what lists are sorted: when it was issued or made" },
    erasure: {
      kind: "replace",
      because: ledger,
      // Who has the other system knows by these whose it was.
      values: { externalId: null, claimExternalIds: [], voidReason: null },
      kept: {
        patientId: "an id that leads to nobody any more",
        appointmentId: ledger,
        payerId: ledger,
        number: ledger,
        status: ledger,
        currency: ledger,
        totalAmount: ledger,
        payerShareAmount: ledger,
        patientShareAmount: ledger,
        balanceAmount: ledger,
        cause: ledger,
        ...{ replacesId: ledger, visitType: ledger, providerId: ledger, autoPriced: ledger },
        serviceOn: ledger,
        voidedAt: ledger,
        issuedAt: ledger,
        dueAt: ledger,
        listedAt: ledger,
      },
    },
    retention: { none: "the ledger stays, however old" },
  }),
  aboutPatients(InvoiceLineRow, {
    whose: { parentBy: "invoiceId", parent: InvoiceRow },
    erasure: { kind: "keep", because: `${ledger}: what was charged for, as it was printed` },
  }),
  aboutPatients(CreditNoteRow, {
    whose: { parentBy: "invoiceId", parent: InvoiceRow },
    erasure: {
      kind: "replace",
      because: ledger,
      values: { reason: null },
      kept: {
        ...{ invoiceId: ledger, number: ledger, party: ledger, amount: ledger, taxAmount: ledger, issuedAt: ledger },
        issuedBy: "who did it, not for whom",
      },
    },
    retention: { none: "the ledger stays, however old" },
  }),
  aboutPatients(PaymentRow, {
    // By its invoice, so that it can still be paid when its patient was erased.
    whose: { parentBy: "invoiceId", parent: InvoiceRow },
    erasure: {
      kind: "replace",
      because: ledger,
      values: { reference: null },
      kept: {
        patientId: "an id that leads to nobody any more",
        ...{ invoiceId: ledger, party: ledger, method: ledger, amount: ledger, refundedAmount: ledger },
        ...{ state: ledger, refundingAmount: ledger },
        ...{ currency: ledger, receivedAt: ledger, recordedBy: "who did it, not for whom" },
      },
    },
    retention: { none: "the ledger stays, however old" },
  }),
  aboutPatients(RefundRow, {
    whose: { parentBy: "paymentId", parent: PaymentRow },
    erasure: {
      kind: "replace",
      because: ledger,
      values: { reason: null },
      kept: {
        ...{ paymentId: ledger, amount: ledger, refundedAt: ledger, recordedBy: "who did it, not for whom" },
        ...{ state: ledger, gatewayRefundId: gateway, failureCode: gateway, dueAt: gateway },
      },
    },
    retention: { none: "the ledger stays, however old" },
  }),
  aboutPatients(PaymentIntentRow, {
    whose: { parentBy: "paymentId", parent: PaymentRow },
    hidden: {
      clientSecret: "with it a payment is confirmed",
      nextActionUrl: "with it a payment is confirmed",
      dueAt: "when the gateway is asked again",
    },
    erasure: {
      kind: "replace",
      because: gateway,
      values: { clientSecret: null, nextActionUrl: null, returnUrl: null },
      kept: {
        ...{ paymentId: ledger, intentId: gateway, status: gateway, chargeId: gateway, confirmWith: gateway },
        ...{
          confirmBefore: gateway,
          attempts: gateway,
          declines: gateway,
          lastDeclinedCharge: gateway,
          lastDecline: gateway,
          failureCode: gateway,
        },
        ...{ cancelWanted: gateway, closedAt: gateway, dueAt: gateway },
      },
    },
    retention: { none: "the ledger stays, however old" },
  }),
  aboutPatients(PrepaymentRow, {
    whose: { patientBy: "patientId" },
    erasure: {
      kind: "replace",
      because: ledger,
      values: {},
      kept: {
        patientId: "an id that leads to nobody any more",
        ...{ appointmentId: ledger, invoiceId: ledger, state: ledger, payUntil: ledger, paidAt: ledger },
        ...{ declines: ledger, failure: ledger },
      },
    },
    retention: { none: "the ledger stays, however old" },
  }),
  aboutPatients(LedgerEntryRow, {
    whose: { parentBy: "invoiceId", parent: InvoiceRow },
    erasure: { kind: "keep", because: `${ledger}: of whom is said by the invoice, and by that one not any more` },
  }),
  aboutPatients(CoverageReference, {
    whose: { patientBy: "patientId" },
    retention: { none: "what events told, which goes with the coverages that they are about" },
    unexported: "what events told, which the coverages that they are about say themselves",
    erasure: { kind: "delete" },
  }),
  careVisitRule,
  careGrantRule,
  patientAliasRule,
  careConsentRule,
  ...aboutNobody("insurers and programmes", PayerRow),
  ...aboutNobody("ids and amounts that differ: whose they are, the records say", ReconciliationRow, DifferenceRow),
  ...aboutNobody("what stands on what the clinic prints", LetterheadRow),
  ...aboutNobody("what visits cost, and what payers leave to patients", PriceRow, PayerTermsRow),
  ...aboutNobody("what moved money and when: whose it was, its entries say", LedgerTransactionRow),
  ...aboutNobody("which events of the gateway were heeded, by its ids", GatewayEventRow),
  ...aboutNobody("how far the numbers of invoices have got", InvoiceCounterRow),
  ...aboutNobody("what providers practise", ProviderReference),
  ...aboutNobody("how the organization is called, and in which currency and zone it counts", OrganizationReference),
];
