import { Button, Textarea } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { Outcome } from "../../lib/graphql/command.ts";
import { refusalText } from "../../lib/graphql/refusal-text.ts";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { DialogFrame } from "./dialog-frame.tsx";
import styles from "./reason-dialog.module.css";

interface ReasonDialogProps {
  readonly title: string;
  /** What will happen. */
  readonly children?: ReactNode;
  readonly label: string;
  readonly placeholder?: string;
  /** What is said of a reason that is missing; where nothing is, there need be none. */
  readonly missing?: string;
  /** The input's field that it stands in. */
  readonly field?: string;
  /** How many characters it may have. */
  readonly longest?: number;
  readonly confirm: string;
  readonly keep: string;
  /** What cannot be taken back looks like it. */
  readonly danger?: boolean;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Null while the same is under way already. */
  readonly send: (reason: string) => Promise<Outcome<unknown> | null>;
  readonly onDone: () => void;
}

const shortText = 500;

/** Has something done for a reason that is kept with it. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { title, children, label, placeholder, missing, field = "reason", longest = shortText } = props;
  const { confirm, keep, danger = false, opened, onClose, send, onDone } = props;
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const [problems, setProblems] = useState<{ readonly reason?: string; readonly form?: string }>({});
  const [sending, setSending] = useState(false);

  async function submit(): Promise<void> {
    if (missing !== undefined && reason.trim() === "") {
      setProblems({ reason: missing });
      return;
    }
    setSending(true);
    setProblems({});
    const outcome = await send(reason.trim());
    setSending(false);
    if (outcome?.kind === "unknown") {
      setProblems({ form: t("commands.unknown", { action: confirm }) });
    } else if (outcome?.kind === "refused") {
      const ofReason = outcome.errors.find((error) => error.field?.at(-1) === field);
      const other = outcome.errors.find((error) => error !== ofReason);
      setProblems({
        ...(ofReason === undefined ? {} : { reason: refusalText(ofReason, t) }),
        ...(other === undefined ? {} : { form: refusalText(other, t) }),
      });
    } else if (outcome?.kind === "done") {
      onDone();
      onClose();
    }
  }

  return (
    <DialogFrame
      title={title}
      size={480}
      opened={opened}
      onClose={onClose}
      onSubmit={() => void submit()}
      problem={problems.form}
      buttons={
        <>
          <Button variant="default" onClick={onClose}>
            {keep}
          </Button>
          <Button type="submit" loading={sending} className={danger ? (styles.danger ?? "") : ""}>
            {confirm}
          </Button>
        </>
      }
    >
      {children !== undefined && <div className={styles.text}>{children}</div>}
      <Textarea
        data-autofocus
        label={label}
        placeholder={placeholder}
        required={missing !== undefined}
        rows={longest > shortText ? 8 : 3}
        maxLength={longest}
        value={reason}
        onChange={(event) => {
          setReason(event.currentTarget.value);
          setProblems({});
        }}
        error={problems.reason}
      />
    </DialogFrame>
  );
}
