import * as z from "zod/mini";
import type { useFormat } from "../../lib/format/use-format.ts";

/** That an amount is more than nothing, and not more than there is of it. */
export function within<Values extends { readonly amount: number }>(
  mostOf: (values: Values) => number,
  currency: string,
  { money }: Pick<ReturnType<typeof useFormat>, "money">,
) {
  return z.check<Values>(({ value, issues }) => {
    const most = mostOf(value);
    const error = value.amount === 0 ? "forms.nothing" : value.amount > most ? "forms.amountTooLarge" : null;
    if (error !== null) {
      const params = { most: money({ amount: most, currency }) };
      issues.push({ code: "custom", path: ["amount"], message: error, params, input: value.amount });
    }
  });
}
