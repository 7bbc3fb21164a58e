import { type MedicationRowFragment, StopMedicationDocument } from "../../../graphql/graphql.ts";
import { useCommand } from "../../../lib/graphql/use-command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { EndDialog } from "../../../ui/dialog/end-dialog.tsx";
import { useDialog } from "../../../ui/dialog/use-dialog.ts";
import { Entry } from "../../../ui/layout/entries.tsx";
import { Badge } from "../../../ui/status/badge.tsx";
import type { HistoryPatient } from "./allergies-card.tsx";
import { EntryMenu } from "./entry-menu.tsx";
import { HistoryCard } from "./history-card.tsx";
import { MedicationDialog } from "./medication-dialog.tsx";
import { useMayWrite } from "./use-may-write.ts";
import { usePeriod } from "./use-period.ts";

interface MedicationsCardProps {
  readonly patient: HistoryPatient;
  readonly medications: readonly MedicationRowFragment[] | null;
  readonly onChanged: () => void;
}

/** What the patient takes, and took. */
export function MedicationsCard({ patient, medications, onChanged }: MedicationsCardProps) {
  const { t } = useTranslation("record");
  const period = usePeriod();
  const writes = useMayWrite();
  const editing = useDialog<MedicationRowFragment | null>();
  const ending = useDialog<MedicationRowFragment>();
  const stop = useCommand(StopMedicationDocument, (data) => data.stopMedication);
  return (
    <>
      <HistoryCard
        title={t("medications.title")}
        empty={t("medications.empty")}
        entries={medications}
        since={({ startedOn }) => startedOn}
        addLabel={t("medications.add")}
        onAdd={writes ? () => editing.open(null) : undefined}
      >
        {(medication) => (
          <Entry
            key={medication.id}
            title={medication.display}
            detail={[medication.dosage, period(medication.startedOn, medication.stoppedOn)].filter(Boolean).join(" · ")}
            end={medication.status === "STOPPED" && <Badge tone="grey" label={t("medications.stopped")} />}
            actions={
              writes && (
                <EntryMenu
                  name={medication.display}
                  endLabel={t("medications.stop")}
                  onEdit={() => editing.open(medication)}
                  onEnd={medication.status === "ACTIVE" ? () => ending.open(medication) : undefined}
                />
              )
            }
          />
        )}
      </HistoryCard>
      {editing.dialog && (
        <MedicationDialog {...editing.dialog} key={editing.dialog.key} patient={patient} onDone={onChanged} />
      )}
      {ending.dialog && (
        <EndDialog
          key={ending.dialog.key}
          title={t("medications.stopTitle", { name: ending.dialog.subject.display })}
          label={t("history.since")}
          confirm={t("medications.stop")}
          opened={ending.dialog.opened}
          onClose={ending.dialog.onClose}
          send={(stoppedOn) => {
            const { id, version } = ending.dialog?.subject ?? { id: "", version: 0 };
            return stop.send({ id, expectedVersion: version, stoppedOn });
          }}
          onAnswer={onChanged}
        />
      )}
    </>
  );
}
