import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconArrowsJoin2 } from "@tabler/icons-react";
import {
  type ComparedPatientFragment,
  DismissDuplicateDocument,
  PatientDuplicatesDocument,
  type PatientDuplicatesQuery,
  UndoDismissDuplicateDocument,
  UndoPatientMergeDocument,
} from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useCommand } from "../../../lib/graphql/use-command.ts";
import { useRefusalNotice } from "../../../lib/graphql/use-refusal-notice.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useReturnRefresh } from "../../../lib/live/use-return-refresh.ts";
import { useOpenPatient } from "../../../lib/open-patient.ts";
import { mayWithRecords } from "../../../lib/record-rights.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { ReasonDialog } from "../../../ui/dialog/reason-dialog.tsx";
import { useDialog } from "../../../ui/dialog/use-dialog.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { Stack } from "../../../ui/layout/columns.tsx";
import { Entries, Entry } from "../../../ui/layout/entries.tsx";
import { PersonCell } from "../../../ui/people/person-cell.tsx";
import { Answered } from "../../../ui/state/answered.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { MergeDialog } from "./merge-dialog.tsx";

type Compared = NonNullable<PatientDuplicatesQuery["patient"]>;
type MergedRecord = NonNullable<Compared["mergedRecords"]>[number];

/** Who else may be the same person, and which records were one already. */
export function DuplicatesTab() {
  const { id, refresh } = useOpenPatient();
  const { data, fetching, retry } = useAnswer({
    query: PatientDuplicatesDocument,
    variables: { id },
    requestPolicy: "cache-and-network",
  });
  useReturnRefresh(retry);
  const onChanged = () => {
    retry();
    refresh();
  };
  return (
    <Answered value={data?.patient} fetching={fetching} onRetry={retry}>
      {(patient) => (
        <Stack>
          <Candidates patient={patient} onChanged={onChanged} />
          {patient.mergedRecords !== null && <MergedRecords records={patient.mergedRecords} onChanged={onChanged} />}
        </Stack>
      )}
    </Answered>
  );
}

function Candidates({ patient, onChanged }: { patient: Compared; onChanged: () => void }) {
  const { t } = useTranslation("record");
  const { t: common } = useTranslation();
  const format = useFormat();
  const viewer = useViewer();
  const told = useRefusalNotice();
  const dismiss = useCommand(DismissDuplicateDocument, (data) => data.dismissDuplicate);
  const undo = useCommand(UndoDismissDuplicateDocument, (data) => data.undoDismissDuplicate);
  const merging = useDialog<ComparedPatientFragment>();
  const candidates = (patient.possibleDuplicates ?? []).flatMap(({ patient: other, reasons, points }) =>
    other === null ? [] : [{ other, reasons, points }],
  );

  async function distinguish(other: ComparedPatientFragment): Promise<void> {
    const pair = { id: patient.id, otherId: other.id };
    if (told(await dismiss.send(pair))) {
      const notice = notifications.show({
        color: "green",
        autoClose: 10_000,
        message: (
          <>
            {t("duplicates.dismissed", { name: other.fullName })}{" "}
            <Button
              size="compact-xs"
              variant="default"
              onClick={async () => {
                notifications.hide(notice);
                told(await undo.send(pair));
                onChanged();
              }}
            >
              {t("undo")}
            </Button>
          </>
        ),
      });
    }
    onChanged();
  }

  return (
    <Card title={t("duplicates.title")} subtitle={t("duplicates.text")} flush>
      {candidates.length === 0 ? (
        <EmptyState text={t("duplicates.empty")} />
      ) : (
        <Entries label={t("duplicates.title")}>
          {candidates.map(({ other, reasons }) => (
            <Entry
              key={other.id}
              title={
                <PersonCell
                  name={other.fullName}
                  detail={[common("person.mrn", { mrn: other.mrn }), other.birthDate && format.date(other.birthDate)]
                    .filter(Boolean)
                    .join(" · ")}
                  to={`/patients/${other.id}`}
                />
              }
              detail={reasons.map((reason) => t(`duplicates.reasons.${reason}`)).join(" · ")}
              actions={
                mayWithRecords(viewer, "decideDuplicates") && (
                  <>
                    <Button
                      size="xs"
                      variant="default"
                      loading={dismiss.sending}
                      aria-label={`${t("duplicates.dismiss")}: ${other.fullName}`}
                      onClick={() => void distinguish(other)}
                    >
                      {t("duplicates.dismiss")}
                    </Button>
                    <Button
                      size="xs"
                      leftSection={<IconArrowsJoin2 size={16} stroke={1.7} aria-hidden />}
                      aria-label={t("duplicates.compareWith", { name: other.fullName })}
                      onClick={() => merging.open(other)}
                    >
                      {t("duplicates.compare")}
                    </Button>
                  </>
                )
              }
            />
          ))}
        </Entries>
      )}
      {merging.dialog && (
        <MergeDialog
          key={merging.dialog.key}
          patient={patient}
          other={merging.dialog.subject}
          opened={merging.dialog.opened}
          onClose={merging.dialog.onClose}
          onMerged={onChanged}
        />
      )}
    </Card>
  );
}

function MergedRecords({ records, onChanged }: { records: readonly MergedRecord[]; onChanged: () => void }) {
  const { t } = useTranslation("record");
  const { t: common } = useTranslation();
  const format = useFormat();
  const viewer = useViewer();
  const undo = useCommand(UndoPatientMergeDocument, (data) => data.undoPatientMerge);
  const undoing = useDialog<MergedRecord>();
  return (
    <Card title={t("duplicates.merged")} flush>
      {records.length === 0 ? (
        <EmptyState text={t("duplicates.mergedEmpty")} />
      ) : (
        <Entries label={t("duplicates.merged")}>
          {records.map((record) => (
            <Entry
              key={record.id}
              title={record.fullName}
              detail={[
                common("person.mrn", { mrn: record.mrn }),
                format.date(record.birthDate),
                t("duplicates.mergedOn", { day: format.day(record.mergedAt) }),
                record.reason,
              ]
                .filter(Boolean)
                .join(" · ")}
              actions={
                mayWithRecords(viewer, "merge") && (
                  <Button
                    size="xs"
                    variant="default"
                    aria-label={`${t("duplicates.undoMerge")}: ${record.fullName}`}
                    onClick={() => undoing.open(record)}
                  >
                    {t("duplicates.undoMerge")}
                  </Button>
                )
              }
            />
          ))}
        </Entries>
      )}
      {undoing.dialog && (
        <ReasonDialog
          key={undoing.dialog.key}
          title={t("duplicates.undoTitle", { name: undoing.dialog.subject.fullName })}
          label={t("reason")}
          limit={limits.UndoPatientMergeInput.reason}
          draft={`undo-merge:${undoing.dialog.subject.id}`}
          confirm={t("duplicates.undoMerge")}
          opened={undoing.dialog.opened}
          onClose={undoing.dialog.onClose}
          send={(reason) => undo.send({ id: undoing.dialog?.subject.id ?? "", reason })}
          onDone={onChanged}
        >
          <p>{t("duplicates.undoText")}</p>
        </ReasonDialog>
      )}
    </Card>
  );
}
