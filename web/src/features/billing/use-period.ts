import { useState } from "react";
import { useTranslation } from "../../lib/i18n/use-translation.ts";

/** The days for which something new holds, as they are being chosen. */
export function usePeriod(today: string) {
  const { t } = useTranslation("bookkeeping");
  const [startsOn, setStartsOn] = useState(today);
  const [endsOn, setEndsOn] = useState("");
  return {
    startsOn,
    setStartsOn,
    endsOn,
    setEndsOn,
    input: { startsOn, ...(endsOn === "" ? {} : { endsOn }) },
    problems: {
      ...(startsOn === "" ? { startsOn: t("wrong.dayMissing") } : {}),
      ...(endsOn !== "" && endsOn < startsOn ? { endsOn: t("wrong.endBeforeStart") } : {}),
    },
  };
}
