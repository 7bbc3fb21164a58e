import { registerEnumType } from "type-graphql";
import { LedgerAccount } from "../ledger/ledger.account.ts";

/** How money was received. */
export enum PaymentMethod {
  CASH = "CASH",
  BANK_TRANSFER = "BANK_TRANSFER",
  CARD_TERMINAL = "CARD_TERMINAL",
  CARD_ONLINE = "CARD_ONLINE",
}

/** How money is received by hand, and not over the gateway, which knows itself what it has. */
export const manualMethods = [PaymentMethod.CASH, PaymentMethod.BANK_TRANSFER, PaymentMethod.CARD_TERMINAL] as const;

registerEnumType(PaymentMethod, {
  name: "PaymentMethod",
  description: "How money was received, and is given back.",
  valuesConfig: {
    CASH: { description: "Over the counter." },
    BANK_TRANSFER: { description: "To the clinic's bank account." },
    CARD_TERMINAL: { description: "By card, at the clinic's terminal." },
    CARD_ONLINE: { description: "By card over the payment gateway: see `payInvoice`." },
  },
});

/** Where the ledger has what was received. */
export const accountOfMethod: Readonly<Record<PaymentMethod, LedgerAccount>> = {
  [PaymentMethod.CASH]: LedgerAccount.CASH,
  [PaymentMethod.BANK_TRANSFER]: LedgerAccount.BANK,
  [PaymentMethod.CARD_TERMINAL]: LedgerAccount.CARD_CLEARING,
  [PaymentMethod.CARD_ONLINE]: LedgerAccount.GATEWAY_CLEARING,
};
