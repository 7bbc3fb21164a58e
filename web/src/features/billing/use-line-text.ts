import { useCallback } from "react";
import type { InvoiceLineWording } from "../../graphql/graphql.ts";
import { useFormat } from "../../lib/format/use-format.ts";
import { useTranslation } from "../../lib/i18n/use-translation.ts";

export interface DescribedLine {
  readonly description: string;
  readonly wording: InvoiceLineWording | null;
  readonly taxRateBasisPoints: number | null;
}

/** What a line charges for: in the reader's language where billing described it, else as somebody wrote it. */
export function useLineText(): (line: DescribedLine) => string {
  const { t } = useTranslation("bookkeeping");
  const format = useFormat();
  return useCallback(
    ({ description, wording, taxRateBasisPoints }) => {
      if (wording === "TAX" && taxRateBasisPoints !== null) {
        return t("wordings.TAX", { rate: format.percentage(taxRateBasisPoints / 10_000) });
      }
      return wording === null || wording === "TAX" ? description : t(`wordings.${wording}`);
    },
    [t, format],
  );
}
