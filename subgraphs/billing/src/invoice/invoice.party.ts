import { registerEnumType } from "type-graphql";
import { LedgerAccount } from "../ledger/ledger.account.ts";

/** Who bears a share of an invoice. */
export enum InvoiceParty {
  PATIENT = "PATIENT",
  PAYER = "PAYER",
}

registerEnumType(InvoiceParty, {
  name: "InvoiceParty",
  description: "Who bears a share of an invoice.",
  valuesConfig: {
    PATIENT: { description: "The patient, or whoever pays for them privately." },
    PAYER: { description: "The insurer or programme." },
  },
});

/** Where the ledger has what a party owes, and what is owed to it. */
export const accountsOf = {
  [InvoiceParty.PATIENT]: {
    receivable: LedgerAccount.PATIENT_RECEIVABLE,
    refundsPayable: LedgerAccount.PATIENT_REFUNDS_PAYABLE,
  },
  [InvoiceParty.PAYER]: {
    receivable: LedgerAccount.PAYER_RECEIVABLE,
    refundsPayable: LedgerAccount.PAYER_REFUNDS_PAYABLE,
  },
} as const;
