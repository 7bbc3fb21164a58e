import { useFormat } from "../../../lib/format/use-format.ts";
import { dayInZone } from "../../../lib/format/zoned-time.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { Entries, Entry } from "../../../ui/layout/entries.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { Badge } from "../../../ui/status/badge.tsx";
import type { SummarizedPatient } from "./summary-tab.tsx";

export type Coverage = NonNullable<SummarizedPatient["coverages"]>[number];

interface CoveragesCardProps {
  readonly patient: SummarizedPatient;
  readonly onChanged: () => void;
}

/** Who pays for the patient, and when. */
export function CoveragesCard({ patient: { coverages } }: CoveragesCardProps) {
  const { t } = useTranslation("record");
  const { t: common } = useTranslation();
  const format = useFormat();
  const today = dayInZone(new Date(), format.timeZone);
  if (coverages === null) {
    return null;
  }
  const sorted = coverages.toSorted(
    (left, right) => right.startsOn.localeCompare(left.startsOn) || left.priority.localeCompare(right.priority),
  );

  function period({ startsOn, endsOn }: Coverage): string {
    return endsOn === null
      ? t("since", { date: format.date(startsOn) })
      : t("period", { from: format.date(startsOn), to: format.date(endsOn) });
  }

  function standing({ startsOn, endsOn }: Coverage): "current" | "over" | "toCome" {
    return startsOn > today ? "toCome" : endsOn !== null && endsOn < today ? "over" : "current";
  }

  return (
    <Card title={t("coverages.title")} flush>
      {sorted.length === 0 ? (
        <EmptyState text={t("coverages.empty")} />
      ) : (
        <Entries label={t("coverages.title")}>
          {sorted.map((coverage) => (
            <Entry
              key={coverage.id}
              title={[coverage.payer?.name ?? common("common.notAvailable"), coverage.plan].filter(Boolean).join(" · ")}
              detail={[
                t(`coverages.priorities.${coverage.priority}`),
                coverage.memberNumber && t("coverages.member", { number: coverage.memberNumber }),
                period(coverage),
              ]
                .filter(Boolean)
                .join(" · ")}
              end={
                <Badge
                  tone={({ current: "green", over: "grey", toCome: "blue" } as const)[standing(coverage)]}
                  label={t(`coverages.standings.${standing(coverage)}`)}
                />
              }
            />
          ))}
        </Entries>
      )}
    </Card>
  );
}
