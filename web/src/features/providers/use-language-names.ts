import { useMemo } from "react";
import { useFormat } from "../../lib/format/use-format.ts";

/** Languages by their names in the reader's, "Spanish (Mexico), German". */
export function useLanguageNames(): (tags: readonly string[]) => string {
  const { locale } = useFormat();
  return useMemo(() => {
    const names = new Intl.DisplayNames(locale, { type: "language", fallback: "code" });
    const list = new Intl.ListFormat(locale, { type: "unit", style: "short" });
    return (tags) => list.format(tags.map((tag) => names.of(tag) ?? tag));
  }, [locale]);
}
