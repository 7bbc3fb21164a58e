import type { UserError } from "../../lib/graphql/command.ts";
import { refusalText } from "../../lib/graphql/refusal-text.ts";
import type { Translate } from "../../lib/i18n/texts.ts";

const explained = [
  "INVOICE_EMPTY",
  "OWN_INVOICE",
  "INVOICE_NOT_UNPAID",
  "CREDIT_EXCEEDS_SHARE",
  "PAYMENT_EXCEEDS_BALANCE",
  "REFUND_EXCEEDS_PAYMENT",
  "PRICE_OVERLAP",
  "ALREADY_INVOICED",
  "VISIT_NOT_FULFILLED",
  "RECONCILIATION_UNDER_WAY",
  "VERSION_CONFLICT",
  "ILLEGAL_TRANSITION",
] as const;

/** Why a command about money was refused, for people. */
export function explain(error: UserError, t: Translate<"bookkeeping">, common: Translate): string {
  const known = explained.find((code) => code === error.code);
  return known === undefined ? refusalText(error, common) : t(`refusals.${known}`);
}

const shortestReason = 10;
export const longestReason = 500;

/** Whether a reason is long enough to be read by somebody else later. */
export function isReason(text: string): boolean {
  const { length } = text.trim();
  return length >= shortestReason && length <= longestReason;
}
