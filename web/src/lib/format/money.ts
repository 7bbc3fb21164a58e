import { numberFormat } from "./formatters.ts";

export interface MoneyValue {
  /** Integer of the currency's minor units. */
  readonly amount: number;
  /** ISO 4217 code. */
  readonly currency: string;
}

/** About how much money, for the scale of a chart, which leaves the currency to what stands above it: "4.5K". */
export function formatMoneyBriefly(money: MoneyValue, locale: string): string {
  const { currency } = money;
  const digits = numberFormat(locale, { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return numberFormat(locale, { notation: "compact", maximumFractionDigits: 1 }).format(money.amount / 10 ** digits);
}

/** Money as the reader writes it. How many minor units make one is the currency's own: none for JPY, three for KWD. */
export function formatMoney(money: MoneyValue, locale: string): string {
  const format = numberFormat(locale, { style: "currency", currency: money.currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  // Written from the right, the sign of "US$" would leave its letters: a currency is set apart.
  return format.format(money.amount / 10 ** digits).replace(/[A-Z]+\$/, "\u2066$&\u2069");
}
