import type { Translate } from "../../lib/i18n/texts.ts";

// Why a card was lost or stolen is the bank's to say: whoever pays is told what they can do.
const explained = [
  "insufficient_funds",
  "expired_card",
  "incorrect_cvc",
  "incorrect_number",
  "authentication_required",
  "processing_error",
  "canceled",
] as const;

/** Why a payment over the gateway failed, by its code. */
export function declineText(code: string, t: Translate<"bookkeeping">): string {
  return t(`declines.${explained.find((known) => known === code) ?? "other"}`);
}
