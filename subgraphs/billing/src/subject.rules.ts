import {
  aboutNobody,
  aboutPatients,
  careConsentRule,
  careGrantRule,
  careVisitRule,
  patientAliasRule,
  type SubjectRule,
} from "@careconnect/kit";
import { InvoiceRow } from "./invoice/invoice.entity.ts";
import { InvoiceLineRow } from "./invoice/line.entity.ts";
import { PayerRow } from "./payer/payer.entity.ts";
import { PriceRow } from "./price/price.entity.ts";
import { OrganizationReference } from "./references/organization-reference.entity.ts";
import { PayerTermsRow } from "./terms/terms.entity.ts";

const ledger = "the ledger, which the law wants kept";

/** What is a patient's, table by table. */
export const billingSubjectRules: readonly SubjectRule[] = [
  aboutPatients(InvoiceRow, {
    whose: { patientBy: "patientId" },
    hidden: { listedAt: "by what lists are sorted: when it was issued or made" },
    erasure: {
      kind: "replace",
      because: ledger,
      // Who has the other system knows by these whose it was.
      values: { externalId: null, claimExternalIds: [] },
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
  careVisitRule,
  careGrantRule,
  patientAliasRule,
  careConsentRule,
  ...aboutNobody("insurers and programmes", PayerRow),
  ...aboutNobody("what visits cost, and what payers leave to patients", PriceRow, PayerTermsRow),
  ...aboutNobody("in which currency and zone the organization counts", OrganizationReference),
];
