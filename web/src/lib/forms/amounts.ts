import * as z from "zod/mini";
import { amountText, parseAmount, parsePercent, parseWhole } from "../format/amount.ts";
import type { RuleText } from "./fields.ts";

const anExample = 12_345;

interface Writing {
  readonly currency: string;
  readonly locale: string;
}

/** An amount as people type it, which is sent in the currency's minor units. */
export function amount({ currency, locale }: Writing, most = Number.MAX_SAFE_INTEGER) {
  const read = (text: string) => parseAmount(text, currency, locale);
  const written = typed(read, "forms.amount", { example: amountText(anExample, currency, locale) });
  const params = { most: amountText(most, currency, locale) };
  return written.check(z.refine((value) => value <= most, { error: "forms.amountTooLarge", params }));
}

/** A percentage as people type it, which is sent in hundredths of a percent. */
export function percentage() {
  return typed(parsePercent, "forms.percentage");
}

/** A whole number, in whichever digits it is typed. */
export function whole(least: number, most: number) {
  const read = (text: string) => {
    const number = parseWhole(text);
    return number !== null && number >= least && number <= most ? number : null;
  };
  return typed(read, "forms.between", { least, most });
}

function typed(read: (text: string) => number | null, error: RuleText, params: Record<string, string | number> = {}) {
  return z.pipe(
    z.string().check(z.refine((text) => read(text) !== null, { error, params })),
    z.transform((text) => read(text) ?? 0),
  );
}
