import { Button, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Outcome } from "../../../lib/graphql/command.ts";
import { refusalText } from "../../../lib/graphql/refusal-text.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import type { OpenPatient } from "../../../lib/open-patient.ts";
import { DialogFrame } from "../../../ui/dialog/dialog-frame.tsx";
import dangerStyles from "../../../ui/dialog/reason-dialog.module.css";
import styles from "./erase-dialog.module.css";

interface EraseDialogProps {
  readonly patient: OpenPatient;
  readonly confirm: string;
  /** Whether a reason is asked for. */
  readonly reasoned: boolean;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly send: (reason: string) => Promise<Outcome<unknown> | null>;
  readonly onDone: () => void;
}

const longest = 500;
const going = ["identity", "history", "notes", "documents", "account", "names"] as const;
const staying = ["invoices", "audit"] as const;

/** Names what will be gone and what stays, and takes the patient's number for a yes: nothing brings back what is erased. */
export function EraseDialog({ patient, confirm, reasoned, opened, onClose, send, onDone }: EraseDialogProps) {
  const { t } = useTranslation("record");
  const { t: common } = useTranslation();
  const [typed, setTyped] = useState("");
  const [reason, setReason] = useState("");
  const [problems, setProblems] = useState<{ readonly mrn?: string; readonly reason?: string; readonly form?: string }>(
    {},
  );
  const [sending, setSending] = useState(false);

  async function submit(): Promise<void> {
    const wrong = {
      ...(typed.trim() === patient.mrn ? {} : { mrn: t("erasure.mrnMissing", { mrn: patient.mrn }) }),
      ...(reasoned && reason.trim() === "" ? { reason: t("reasonMissing") } : {}),
    };
    if (Object.keys(wrong).length > 0) {
      setProblems(wrong);
      return;
    }
    setSending(true);
    setProblems({});
    const outcome = await send(reason.trim());
    setSending(false);
    if (outcome?.kind === "unknown") {
      setProblems({ form: common("commands.unknown", { action: confirm }) });
    } else if (outcome?.kind === "refused") {
      setProblems({ form: outcome.errors.map((error) => refusalText(error, common)).join(" ") });
    } else if (outcome?.kind === "done") {
      onDone();
      onClose();
    }
  }

  return (
    <DialogFrame
      title={t("erasure.dialogTitle", { name: patient.fullName })}
      size={560}
      opened={opened}
      onClose={onClose}
      onSubmit={() => void submit()}
      problem={problems.form}
      buttons={
        <>
          <Button variant="default" onClick={onClose}>
            {t("keep")}
          </Button>
          <Button type="submit" loading={sending} className={dangerStyles.danger ?? ""}>
            {confirm}
          </Button>
        </>
      }
    >
      <div className={styles.parts}>
        <div>
          <h3>{t("erasure.goes")}</h3>
          <ul>
            {going.map((name) => (
              <li key={name}>{t(`erasure.going.${name}`)}</li>
            ))}
          </ul>
        </div>
        <div>
          <h3>{t("erasure.stays")}</h3>
          <ul>
            {staying.map((name) => (
              <li key={name}>{t(`erasure.staying.${name}`)}</li>
            ))}
          </ul>
        </div>
      </div>
      <p className={styles.warning}>{t("erasure.forGood")}</p>
      {reasoned && (
        <Textarea
          mt={16}
          data-autofocus
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
      )}
      <TextInput
        mt={16}
        label={t("erasure.typeMrn", { mrn: patient.mrn })}
        required
        autoComplete="off"
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setProblems({});
        }}
        error={problems.mrn}
      />
    </DialogFrame>
  );
}
