import { registerEnumType } from "type-graphql";

/** Where money is, or is owed. A positive amount of an entry debits the account, a negative one credits it. */
export enum LedgerAccount {
  PATIENT_RECEIVABLE = "PATIENT_RECEIVABLE",
  PAYER_RECEIVABLE = "PAYER_RECEIVABLE",
  CASH = "CASH",
  BANK = "BANK",
  CARD_CLEARING = "CARD_CLEARING",
  GATEWAY_CLEARING = "GATEWAY_CLEARING",
  SETTLED_BEFORE_IMPORT = "SETTLED_BEFORE_IMPORT",
  PATIENT_REFUNDS_PAYABLE = "PATIENT_REFUNDS_PAYABLE",
  PAYER_REFUNDS_PAYABLE = "PAYER_REFUNDS_PAYABLE",
  TAX_PAYABLE = "TAX_PAYABLE",
  REVENUE = "REVENUE",
  DISCOUNTS = "DISCOUNTS",
}

registerEnumType(LedgerAccount, {
  name: "LedgerAccount",
  description: "An account of the ledger: where money is, or is owed.",
  valuesConfig: {
    PATIENT_RECEIVABLE: { description: "What patients owe." },
    PAYER_RECEIVABLE: { description: "What payers owe." },
    CASH: { description: "What was received in cash." },
    BANK: { description: "What was received by bank transfer." },
    CARD_CLEARING: { description: "What was received by card, and what the card company owes for it." },
    GATEWAY_CLEARING: { description: "What was received over the payment gateway, and what it owes for it." },
    SETTLED_BEFORE_IMPORT: { description: "What had been settled of invoices before they were imported." },
    PATIENT_REFUNDS_PAYABLE: {
      description: "What is owed to patients who paid what was credited later: a credit balance.",
    },
    PAYER_REFUNDS_PAYABLE: {
      description: "What is owed to payers who paid what was credited later: a credit balance.",
    },
    TAX_PAYABLE: { description: "The tax that was charged: a credit balance." },
    REVENUE: { description: "What was charged before tax and discounts: a credit balance." },
    DISCOUNTS: { description: "What was let off." },
  },
});
