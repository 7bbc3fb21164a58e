/** Whether `name` is the IANA name of a time zone, e.g. `America/New_York`. */
export function isTimeZone(name: string): boolean {
  // Intl takes offsets, too, which know nothing of daylight saving time.
  if (/^[+-]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
