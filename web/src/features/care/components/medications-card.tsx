import type { MedicationRowFragment } from "../../../graphql/graphql.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { Entry } from "../../../ui/layout/entries.tsx";
import { Badge } from "../../../ui/status/badge.tsx";
import type { HistoryPatient } from "./allergies-card.tsx";
import { HistoryCard } from "./history-card.tsx";
import { usePeriod } from "./use-period.ts";

interface MedicationsCardProps {
  readonly patient: HistoryPatient;
  readonly medications: readonly MedicationRowFragment[] | null;
  readonly onChanged: () => void;
}

/** What the patient takes, and took. */
export function MedicationsCard({ medications }: MedicationsCardProps) {
  const { t } = useTranslation("record");
  const period = usePeriod();
  return (
    <HistoryCard
      title={t("medications.title")}
      empty={t("medications.empty")}
      entries={medications}
      since={({ startedOn }) => startedOn}
      addLabel={t("medications.add")}
    >
      {(medication) => (
        <Entry
          key={medication.id}
          title={medication.display}
          detail={[medication.dosage, period(medication.startedOn, medication.stoppedOn)].filter(Boolean).join(" · ")}
          end={medication.status === "STOPPED" && <Badge tone="grey" label={t("medications.stopped")} />}
        />
      )}
    </HistoryCard>
  );
}
