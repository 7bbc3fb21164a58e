import { useState } from "react";
import { amountText, parseAmount } from "../../lib/format/amount.ts";
import { useFormat } from "../../lib/format/use-format.ts";
import { useTranslation } from "../../lib/i18n/use-translation.ts";

/** An amount that is being typed, and what is wrong with it. It begins with `most`, which it must not exceed. */
export function useAmount({ most, currency }: { readonly most: number; readonly currency: string }) {
  const { t } = useTranslation("bookkeeping");
  const format = useFormat();
  const [text, setText] = useState(() => (most > 0 ? amountText(most, currency, format.locale) : ""));
  const amount = parseAmount(text, currency, format.locale);
  const problem =
    amount === null
      ? t("wrong.amount", { example: amountText(12_345, currency, format.locale) })
      : amount === 0
        ? t("wrong.amountTooSmall")
        : amount > most
          ? t("wrong.amountTooLarge", { most: format.money({ amount: most, currency }) })
          : null;
  return {
    text,
    setText,
    /** Begins anew with another most. */
    restart: (other: number) => setText(other > 0 ? amountText(other, currency, format.locale) : ""),
    amount: amount ?? 0,
    problem,
    money: format.money({ amount: amount ?? 0, currency }),
  };
}
