import { useFormat } from "../../../lib/format/use-format.ts";
import { dayInZone } from "../../../lib/format/zoned-time.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { Badge, type Tone } from "../../../ui/status/badge.tsx";
import { type Validity, validityOn } from "../validity.ts";

const tones = { past: "grey", current: "green", future: "blue" } as const satisfies Record<Validity, Tone>;

interface PeriodProps {
  readonly startsOn: string;
  readonly endsOn: string | null;
}

/** From when to when something holds, and whether it does today. */
export function ValidityBadge({ startsOn, endsOn }: PeriodProps) {
  const { t } = useTranslation("bookkeeping");
  const format = useFormat();
  const validity = validityOn({ startsOn, endsOn }, dayInZone(new Date(), format.timeZone));
  return <Badge tone={tones[validity]} label={t(`prices.${validity}`)} />;
}

export function useDays() {
  const { t } = useTranslation("bookkeeping");
  const format = useFormat();
  return ({ startsOn, endsOn }: PeriodProps) =>
    endsOn === null
      ? t("prices.from", { from: format.date(startsOn) })
      : t("prices.range", { from: format.date(startsOn), to: format.date(endsOn) });
}
