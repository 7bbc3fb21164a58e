import { Button, Textarea } from "@mantine/core";
import { IconArrowsExchange } from "@tabler/icons-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import { type ComparedPatientFragment, MergePatientsDocument } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { refusalText } from "../../../lib/graphql/refusal-text.ts";
import { useCommand } from "../../../lib/graphql/use-command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { mayWithRecords } from "../../../lib/record-rights.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { DialogFrame } from "../../../ui/dialog/dialog-frame.tsx";
import { addressLines } from "../address-lines.ts";
import styles from "./merge-dialog.module.css";

interface MergeDialogProps {
  readonly patient: ComparedPatientFragment;
  readonly other: ComparedPatientFragment;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onMerged: () => void;
}

const longest = 500;

/** Two records side by side, and one of them for both from then on. */
export function MergeDialog({ patient, other, opened, onClose, onMerged }: MergeDialogProps) {
  const { t } = useTranslation("record");
  const { t: common } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const canMerge = mayWithRecords(useViewer(), "merge");
  const { send, sending } = useCommand(MergePatientsDocument, (data) => data.mergePatients);
  const [swapped, setSwapped] = useState(false);
  const [reason, setReason] = useState("");
  const [problems, setProblems] = useState<{ readonly reason?: string; readonly form?: string }>({});
  const [kept, merged] = swapped ? [other, patient] : [patient, other];

  const none = common("common.notRecorded");
  const facts: readonly { readonly label: string; readonly of: (one: ComparedPatientFragment) => string | null }[] = [
    { label: t("facts.name"), of: ({ fullName }) => fullName },
    { label: t("facts.mrn"), of: ({ mrn }) => mrn },
    { label: t("facts.born"), of: ({ birthDate }) => birthDate && format.date(birthDate, { dateStyle: "long" }) },
    { label: t("facts.gender"), of: ({ gender }) => gender && common(`person.gender.${gender}`) },
    { label: t("facts.email"), of: ({ email }) => email },
    { label: t("facts.phone"), of: ({ phone }) => phone },
    { label: t("facts.address"), of: ({ addresses }) => addresses?.flatMap(addressLines).join(", ") || null },
    { label: t("facts.externalId"), of: ({ externalId }) => externalId },
  ];

  async function submit(): Promise<void> {
    if (reason.trim() === "") {
      setProblems({ reason: t("reasonMissing") });
      return;
    }
    setProblems({});
    const outcome = await send({
      ...{ id: merged.id, intoId: kept.id, reason: reason.trim() },
      ...{ expectedVersion: merged.version, intoExpectedVersion: kept.version },
    });
    if (outcome?.kind === "unknown") {
      setProblems({ form: common("commands.unknown", { action: t("duplicates.merge") }) });
    } else if (outcome?.kind === "refused") {
      const ofReason = outcome.errors.find(({ field }) => field?.at(-1) === "reason");
      const [other] = outcome.errors.filter((error) => error !== ofReason);
      setProblems({
        ...(ofReason === undefined ? {} : { reason: refusalText(ofReason, common) }),
        ...(other === undefined
          ? {}
          : // Which visits overlap is the server's to say.
            {
              form: [other.code === "MERGE_CONFLICT" && t("duplicates.conflict"), other.message]
                .filter(Boolean)
                .join(" "),
            }),
      });
    } else if (outcome?.kind === "done") {
      onClose();
      if (kept.id === patient.id) {
        onMerged();
      } else {
        void navigate(`/patients/${kept.id}/duplicates`);
      }
    }
  }

  return (
    <DialogFrame
      title={t("duplicates.mergeTitle")}
      subtitle={t("duplicates.mergeText")}
      size={760}
      opened={opened}
      onClose={onClose}
      {...(canMerge ? { onSubmit: () => void submit() } : {})}
      problem={problems.form}
      buttons={
        <>
          <Button variant="default" onClick={onClose}>
            {t("keep")}
          </Button>
          {canMerge && (
            <Button type="submit" loading={sending}>
              {t("duplicates.merge")}
            </Button>
          )}
        </>
      }
    >
      <table className={styles.compared}>
        <caption className="visually-hidden">{t("duplicates.mergeTitle")}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{t("duplicates.stands")}</th>
            <th scope="col">{t("duplicates.joins")}</th>
          </tr>
        </thead>
        <tbody>
          {facts.map(({ label, of }) => {
            const [left, right] = [of(kept), of(merged)];
            return (
              <tr key={label} data-differs={left !== right || undefined}>
                <th scope="row">{label}</th>
                <td>{left ?? none}</td>
                <td>{right ?? none}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {canMerge ? (
        <>
          <Button
            variant="default"
            size="xs"
            mt={12}
            leftSection={<IconArrowsExchange size={16} stroke={1.7} aria-hidden />}
            onClick={() => setSwapped(!swapped)}
          >
            {t("duplicates.swap")}
          </Button>
          <Textarea
            mt={16}
            label={t("reason")}
            required
            rows={2}
            maxLength={longest}
            value={reason}
            onChange={(event) => {
              setReason(event.currentTarget.value);
              setProblems({});
            }}
            error={problems.reason}
          />
        </>
      ) : (
        <p className={styles.note}>{t("duplicates.onlyAdministrators")}</p>
      )}
    </DialogFrame>
  );
}
