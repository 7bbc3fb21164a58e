import { InvoiceParty } from "../invoice/invoice.party.ts";
import { PaymentMethod } from "../payment/payment.method.ts";

/** The language in which documents are printed. */
export const language = "en-US";

/** How a method of payment is called on paper. */
export const methodWords: Readonly<Record<PaymentMethod, string>> = {
  [PaymentMethod.CASH]: "Cash",
  [PaymentMethod.BANK_TRANSFER]: "Bank transfer",
  [PaymentMethod.CARD_TERMINAL]: "Card",
  [PaymentMethod.CARD_ONLINE]: "Card, online",
};

export const partyWords: Readonly<Record<InvoiceParty, string>> = {
  [InvoiceParty.PATIENT]: "patient",
  [InvoiceParty.PAYER]: "payer",
};

/** An amount with the sign or code of its currency, in minor units. */
export function moneyIn(currency: string): (amount: number) => string {
  const format = new Intl.NumberFormat(language, { style: "currency", currency, currencyDisplay: "narrowSymbol" });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  // As a decimal string, so that nothing is lost of what a number of major units would not hold.
  return (amount) => format.format(decimal(amount, digits) as never);
}

function decimal(amount: number, digits: number): string {
  const whole = String(Math.abs(amount)).padStart(digits + 1, "0");
  const point = whole.length - digits;
  return `${amount < 0 ? "-" : ""}${whole.slice(0, point)}${digits === 0 ? "" : `.${whole.slice(point)}`}`;
}

/** A day as it is written, by the calendar of a zone. */
export function dayIn(timeZone: string): (moment: Date) => string {
  const format = new Intl.DateTimeFormat(language, { timeZone, day: "numeric", month: "long", year: "numeric" });
  return (moment) => format.format(moment);
}

/** A day that has no zone, such as 2026-03-01. */
export function calendarDay(day: string): string {
  return dayIn("UTC")(new Date(`${day}T00:00:00Z`));
}

export function percentOf(basisPoints: number): string {
  return basisPoints === 0 ? "–" : `${basisPoints / 100} %`;
}
