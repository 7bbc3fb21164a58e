import { numberFormat } from "./formatters.ts";

export interface MoneyValue {
  /** Integer of the currency's minor units. */
  readonly amount: number;
  /** ISO 4217 code. */
  readonly currency: string;
}

/** Money as the reader writes it. How many minor units make one is the currency's own: none for JPY, three for KWD. */
export function formatMoney(money: MoneyValue, locale: string): string {
  const format = numberFormat(locale, { style: "currency", currency: money.currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  // Written from the right, the sign of "US$" would leave its letters: a currency is set apart.
  return format.format(money.amount / 10 ** digits).replace(/[A-Z]+\$/, "\u2066$&\u2069");
}
