/** What happens when a payment is confirmed with a payment method. */
export type CardOutcome = "succeed" | "decline" | "authenticate" | "process";

/** How the events of a payment are told. */
export type Telling = "promptly" | "late" | "twice" | "reversed" | "never";

/** What becomes of money that is given back. */
export type RefundOutcome = "succeed" | "pend" | "fail";

export interface TestCard {
  readonly outcome: CardOutcome;
  readonly declineCode?: string;
  readonly telling?: Telling;
  readonly refund?: RefundOutcome;
}

/** The payment methods that there are, by Stripe's names for testing; those of `pm_simulator_` are ours. */
export const testCards: Readonly<Record<string, TestCard>> = {
  pm_card_visa: { outcome: "succeed" },
  pm_card_visa_debit: { outcome: "succeed" },
  pm_card_mastercard: { outcome: "succeed" },
  pm_card_amex: { outcome: "succeed" },
  pm_card_chargeDeclined: { outcome: "decline", declineCode: "generic_decline" },
  pm_card_visa_chargeDeclined: { outcome: "decline", declineCode: "generic_decline" },
  pm_card_chargeDeclinedInsufficientFunds: { outcome: "decline", declineCode: "insufficient_funds" },
  pm_card_visa_chargeDeclinedInsufficientFunds: { outcome: "decline", declineCode: "insufficient_funds" },
  pm_card_visa_chargeDeclinedLostCard: { outcome: "decline", declineCode: "lost_card" },
  pm_card_visa_chargeDeclinedExpiredCard: { outcome: "decline", declineCode: "expired_card" },
  pm_card_authenticationRequired: { outcome: "authenticate" },
  pm_card_threeDSecure2Required: { outcome: "authenticate" },
  pm_card_pendingRefund: { outcome: "succeed", refund: "pend" },
  pm_card_refundFail: { outcome: "succeed", refund: "fail" },
  pm_simulator_processing: { outcome: "process" },
  pm_simulator_lateWebhooks: { outcome: "succeed", telling: "late" },
  pm_simulator_duplicateWebhooks: { outcome: "succeed", telling: "twice" },
  pm_simulator_reversedWebhooks: { outcome: "succeed", telling: "reversed" },
  pm_simulator_noWebhooks: { outcome: "succeed", telling: "never" },
};
