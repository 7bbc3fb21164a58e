import { numberFormat } from "./formatters.ts";

/** How many minor units make one of a currency, as a power of ten. */
export function currencyDigits(currency: string): number {
  return numberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/**
 * The minor units of an amount as people type it, "1,234.50" or "1234,5": with the locale's separators or without any;
 * null for what is no amount of the currency.
 */
export function parseAmount(text: string, currency: string, locale: string): number | null {
  const digits = currencyDigits(currency);
  const parts = numberFormat(locale).formatToParts(12_345.6);
  const signOf = (kind: "decimal" | "group") => withLatinSigns(parts.find(({ type }) => type === kind)?.value ?? "");
  const plain = withLatinSigns(text).replaceAll(/\s/g, "");
  // A comma or point that is not the locale's decimal sign is one all the same where it cannot separate thousands.
  const typed = /^\d+([.,])\d{1,2}$/.exec(plain)?.[1];
  const sign = typed !== undefined && digits > 0 ? typed : signOf("decimal");
  const [whole = "", fraction = "", ...more] = plain.split(sign);
  const number = withoutGroups(whole, signOf("group").trim());
  if (more.length > 0 || !/^\d{1,12}$/.test(number) || !/^\d*$/.test(fraction) || fraction.length > digits) {
    return null;
  }
  return Number(number) * 10 ** digits + Number(fraction.padEnd(digits, "0") || 0);
}

/** A whole number without the signs between its thousands, or hundreds and thousands; as it is where they stand elsewhere. */
function withoutGroups(whole: string, sign: string): string {
  const groups = sign === "" ? [whole] : whole.split(sign);
  const isGrouped = groups.every((group, index) =>
    (index === 0 ? /^\d{1,3}$/ : index === groups.length - 1 ? /^\d{3}$/ : /^\d{2,3}$/).test(group),
  );
  return isGrouped ? groups.join("") : whole;
}

/** An amount as it is typed, without its currency: "1234.50". */
export function amountText(amount: number, currency: string, locale: string): string {
  const digits = currencyDigits(currency);
  return numberFormat(locale, {
    useGrouping: false,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount / 10 ** digits);
}

/** Hundredths of a percent of a percentage as people type it, 0 to 100; null for anything else. */
export function parsePercent(text: string): number | null {
  const number = withLatinSigns(text).trim().replace(",", ".").replace(/\s*%$/, "");
  if (!/^\d{1,3}(\.\d{0,2})?$/.test(number)) {
    return null;
  }
  const points = Math.round(Number(number) * 100);
  return points <= 10_000 ? points : null;
}

/** Hundredths of a percent as a percentage is typed: "7.5". */
export function percentText(basisPoints: number, locale: string): string {
  return numberFormat(locale, { maximumFractionDigits: 2 }).format(basisPoints / 100);
}

/** A whole number as people type it, in whichever digits; null for anything else. */
export function parseWhole(text: string): number | null {
  const digits = withLatinSigns(text).trim();
  return /^\d{1,9}$/.test(digits) ? Number(digits) : null;
}

function withLatinSigns(text: string): string {
  return text
    .replaceAll(/[\u0660-\u0669]/g, (digit) => String((digit.codePointAt(0) ?? 0) - 0x660))
    .replaceAll("\u066b", ".")
    .replaceAll("\u066c", ",");
}
