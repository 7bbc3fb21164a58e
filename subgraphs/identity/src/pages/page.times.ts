import type { PageLanguage } from "./page.language.ts";

/** A moment in words that are short and the same everywhere. */
export function moment(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** The day of a moment. */
export function day(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** A time to wait, in words: in seconds while it is short. */
export function duration(seconds: number, language: PageLanguage): string {
  const [amount, unit] = seconds < 90 ? [seconds, "second"] : [Math.ceil(seconds / 60), "minute"];
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(amount);
}
