import { useCallback } from "react";
import type { UserError } from "../../lib/graphql/command.ts";
import { refusalText } from "../../lib/graphql/refusal-text.ts";
import { useTranslation } from "../../lib/i18n/use-translation.ts";

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
  "PAYMENT_NOT_OPEN",
  "PAYMENT_NOT_RECEIVED",
  "PAYMENT_UNDER_WAY",
  "PAYMENTS_OFFLINE",
  "GATEWAY_UNAVAILABLE",
] as const;

/** Why a command about money was refused, for people. */
export function useExplain(): (error: UserError) => string {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  return useCallback(
    (error) => {
      const known = explained.find((code) => code === error.code);
      return known === undefined ? refusalText(error, common) : t(`refusals.${known}`);
    },
    [t, common],
  );
}
