import { registerEnumType } from "type-graphql";
import { LedgerAccount } from "../ledger/ledger.account.ts";

/** How money was received. */
export enum PaymentMethod {
  CASH = "CASH",
  BANK_TRANSFER = "BANK_TRANSFER",
  CARD_TERMINAL = "CARD_TERMINAL",
}

registerEnumType(PaymentMethod, {
  name: "PaymentMethod",
  description: "How money was received, and is given back.",
  valuesConfig: {
    CASH: { description: "Over the counter." },
    BANK_TRANSFER: { description: "To the clinic's bank account." },
    CARD_TERMINAL: { description: "By card, at the clinic's terminal." },
  },
});

/** Where the ledger has what was received. */
export const accountOfMethod: Readonly<Record<PaymentMethod, LedgerAccount>> = {
  [PaymentMethod.CASH]: LedgerAccount.CASH,
  [PaymentMethod.BANK_TRANSFER]: LedgerAccount.BANK,
  [PaymentMethod.CARD_TERMINAL]: LedgerAccount.CARD_CLEARING,
};
