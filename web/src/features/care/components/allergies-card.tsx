import { type AllergyRowFragment, ResolveAllergyDocument } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useCommand } from "../../../lib/graphql/use-command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { EndDialog } from "../../../ui/dialog/end-dialog.tsx";
import { useDialog } from "../../../ui/dialog/use-dialog.ts";
import { Entry } from "../../../ui/layout/entries.tsx";
import { Badge } from "../../../ui/status/badge.tsx";
import { AllergyDialog } from "./allergy-dialog.tsx";
import { EntryMenu } from "./entry-menu.tsx";
import { HistoryCard } from "./history-card.tsx";
import { useMayWrite } from "./use-may-write.ts";

export interface HistoryPatient {
  readonly id: string;
  readonly name: string;
}

interface AllergiesCardProps {
  readonly patient: HistoryPatient;
  readonly allergies: readonly AllergyRowFragment[] | null;
  readonly onChanged: () => void;
}

/** What the patient must not be given. */
export function AllergiesCard({ patient, allergies, onChanged }: AllergiesCardProps) {
  const { t } = useTranslation("record");
  const format = useFormat();
  const writes = useMayWrite();
  const editing = useDialog<AllergyRowFragment | null>();
  const ending = useDialog<AllergyRowFragment>();
  const resolve = useCommand(ResolveAllergyDocument, (data) => data.resolveAllergy);
  return (
    <>
      <HistoryCard
        title={t("allergies.title")}
        empty={t("noAllergies")}
        entries={allergies}
        since={({ onset }) => onset}
        addLabel={t("allergies.add")}
        onAdd={writes ? () => editing.open(null) : undefined}
      >
        {(allergy) => (
          <Entry
            key={allergy.id}
            title={allergy.display}
            detail={[
              allergy.category && t(`allergies.categories.${allergy.category}`),
              allergy.reaction,
              allergy.onset && t("since", { date: format.date(allergy.onset) }),
            ]
              .filter(Boolean)
              .join(" · ")}
            end={
              allergy.status === "RESOLVED" ? (
                <Badge tone="grey" label={t("history.resolved")} />
              ) : allergy.criticality === "HIGH" ? (
                <Badge tone="red" label={t("allergies.criticalities.HIGH")} />
              ) : (
                allergy.criticality && (
                  <Badge tone="amber" label={t(`allergies.criticalities.${allergy.criticality}`)} />
                )
              )
            }
            actions={
              writes && (
                <EntryMenu
                  name={allergy.display}
                  endLabel={t("history.resolve")}
                  onEdit={() => editing.open(allergy)}
                  onEnd={allergy.status === "ACTIVE" ? () => ending.open(allergy) : undefined}
                />
              )
            }
          />
        )}
      </HistoryCard>
      {editing.dialog && (
        <AllergyDialog {...editing.dialog} key={editing.dialog.key} patient={patient} onDone={onChanged} />
      )}
      {ending.dialog && (
        <EndDialog
          key={ending.dialog.key}
          title={t("history.resolveTitle", { name: ending.dialog.subject.display })}
          label={t("history.since")}
          confirm={t("history.resolve")}
          opened={ending.dialog.opened}
          onClose={ending.dialog.onClose}
          send={(abatement) => {
            const { id, version } = ending.dialog?.subject ?? { id: "", version: 0 };
            return resolve.send({ id, expectedVersion: version, abatement });
          }}
          onAnswer={onChanged}
        />
      )}
    </>
  );
}
