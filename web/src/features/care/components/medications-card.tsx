import { type MedicationRowFragment, StopMedicationDocument } from "../../../graphql/graphql.ts";
import { useCommand } from "../../../lib/graphql/use-command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { Badge } from "../../../ui/status/badge.tsx";
import { type EntriesProps, HistoryCard } from "./history-card.tsx";
import { MedicationDialog } from "./medication-dialog.tsx";
import { usePeriod } from "./use-period.ts";

/** What the patient takes, and took. */
export function MedicationsCard(props: EntriesProps<MedicationRowFragment>) {
  const { t } = useTranslation("record");
  const period = usePeriod();
  const stop = useCommand(StopMedicationDocument, (data) => data.stopMedication);
  return (
    <HistoryCard
      {...props}
      title={t("medications.title")}
      empty={t("medications.empty")}
      addLabel={t("medications.add")}
      since={({ startedOn }) => startedOn}
      detail={({ dosage, startedOn, stoppedOn }) => [dosage, period(startedOn, stoppedOn)].filter(Boolean).join(" · ")}
      badge={({ status }) => status === "STOPPED" && <Badge tone="grey" label={t("medications.stopped")} />}
      Dialog={MedicationDialog}
      end={{
        label: t("medications.stop"),
        question: (name) => t("medications.stopTitle", { name }),
        send: (entry, stoppedOn) => stop.send({ ...entry, stoppedOn }),
      }}
    />
  );
}
