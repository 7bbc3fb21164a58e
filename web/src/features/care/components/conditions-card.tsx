import type { ConditionRowFragment } from "../../../graphql/graphql.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { Entry } from "../../../ui/layout/entries.tsx";
import { ConditionStatusBadge } from "../../../ui/status/status-badge.tsx";
import type { HistoryPatient } from "./allergies-card.tsx";
import { HistoryCard } from "./history-card.tsx";
import { usePeriod } from "./use-period.ts";

interface ConditionsCardProps {
  readonly patient: HistoryPatient;
  readonly conditions: readonly ConditionRowFragment[] | null;
  readonly onChanged: () => void;
}

/** What the patient has, and had. */
export function ConditionsCard({ conditions }: ConditionsCardProps) {
  const { t } = useTranslation("record");
  const period = usePeriod();
  return (
    <HistoryCard
      title={t("conditions.title")}
      empty={t("conditions.empty")}
      entries={conditions}
      since={({ onset }) => onset}
      addLabel={t("conditions.add")}
    >
      {(condition) => (
        <Entry
          key={condition.id}
          title={condition.display}
          detail={period(condition.onset, condition.abatement)}
          end={<ConditionStatusBadge status={condition.status} />}
        />
      )}
    </HistoryCard>
  );
}
