/**
 * A decimal amount in hundredths of its currency, exactly: digits are moved, nothing is computed in floating point.
 * Further decimals are rounded half up, because some exports write 77.49 as 77.49000000000001. Undefined for what is
 * not an amount, negative ones included.
 */
export function minorUnits(decimal: string): number | undefined {
  const match = /^(\d{1,12})(?:\.(\d*))?$/.exec(decimal);
  if (!match) return undefined;
  const [, whole = "", fraction = ""] = match;
  const hundredths = Number(whole + fraction.slice(0, 2).padEnd(2, "0"));
  return fraction.charAt(2) >= "5" ? hundredths + 1 : hundredths;
}
