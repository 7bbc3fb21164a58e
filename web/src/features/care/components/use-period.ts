import { useCallback } from "react";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";

/** Says from when to when something was, as far as anybody knows. */
export function usePeriod(): (from: string | null, to: string | null) => string {
  const { t } = useTranslation("record");
  const format = useFormat();
  return useCallback(
    (from, to) => {
      if (from !== null && to !== null) {
        return t("period", { from: format.date(from), to: format.date(to) });
      }
      if (to !== null) {
        return t("until", { date: format.date(to) });
      }
      return from === null ? t("undated") : t("since", { date: format.date(from) });
    },
    [t, format],
  );
}
