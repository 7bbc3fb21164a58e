import { type ConditionRowFragment, ResolveConditionDocument } from "../../../graphql/graphql.ts";
import { useCommand } from "../../../lib/graphql/use-command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { EndDialog } from "../../../ui/dialog/end-dialog.tsx";
import { useDialog } from "../../../ui/dialog/use-dialog.ts";
import { Entry } from "../../../ui/layout/entries.tsx";
import { ConditionStatusBadge } from "../../../ui/status/status-badge.tsx";
import type { HistoryPatient } from "./allergies-card.tsx";
import { ConditionDialog } from "./condition-dialog.tsx";
import { EntryMenu } from "./entry-menu.tsx";
import { HistoryCard } from "./history-card.tsx";
import { useMayWrite } from "./use-may-write.ts";
import { usePeriod } from "./use-period.ts";

interface ConditionsCardProps {
  readonly patient: HistoryPatient;
  readonly conditions: readonly ConditionRowFragment[] | null;
  readonly onChanged: () => void;
}

/** What the patient has, and had. */
export function ConditionsCard({ patient, conditions, onChanged }: ConditionsCardProps) {
  const { t } = useTranslation("record");
  const period = usePeriod();
  const writes = useMayWrite();
  const editing = useDialog<ConditionRowFragment | null>();
  const ending = useDialog<ConditionRowFragment>();
  const resolve = useCommand(ResolveConditionDocument, (data) => data.resolveCondition);
  return (
    <>
      <HistoryCard
        title={t("conditions.title")}
        empty={t("conditions.empty")}
        entries={conditions}
        since={({ onset }) => onset}
        addLabel={t("conditions.add")}
        onAdd={writes ? () => editing.open(null) : undefined}
      >
        {(condition) => (
          <Entry
            key={condition.id}
            title={condition.display}
            detail={period(condition.onset, condition.abatement)}
            end={<ConditionStatusBadge status={condition.status} />}
            actions={
              writes && (
                <EntryMenu
                  name={condition.display}
                  endLabel={t("history.resolve")}
                  onEdit={() => editing.open(condition)}
                  onEnd={condition.status === "ACTIVE" ? () => ending.open(condition) : undefined}
                />
              )
            }
          />
        )}
      </HistoryCard>
      {editing.dialog && (
        <ConditionDialog {...editing.dialog} key={editing.dialog.key} patient={patient} onDone={onChanged} />
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
