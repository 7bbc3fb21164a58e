import { Button, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useEffect, useRef, useState } from "react";
import { useClient } from "urql";
import { type AppointmentRowFragment, CompleteConsultationDocument } from "../../../graphql/graphql.ts";
import { createAttemptKeys } from "../../../lib/graphql/attempt-key.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLive } from "../../../lib/live/live.ts";
import { DialogFrame } from "../../../ui/dialog/dialog-frame.tsx";
import { VisitLine } from "../../../ui/dialog/visit-line.tsx";
import { LeaveButtons } from "../../../ui/form/leave-buttons.tsx";
import {
  emptyDraft,
  inputOf,
  isRequired,
  isWritten,
  longest,
  missingIn,
  openProblems,
  type Problems,
  problemsOf,
  type SummaryDraft,
  summaryTexts,
} from "../summary-draft.ts";
import styles from "./complete-dialog.module.css";
import { PrescriptionFields } from "./prescription-fields.tsx";

interface CompleteDialogProps {
  readonly appointment: AppointmentRowFragment;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Ends a visit with its summary. What was typed is given up only by whoever says so. */
export function CompleteDialog({ appointment, opened, onClose }: CompleteDialogProps) {
  const { t } = useTranslation();
  const client = useClient();
  const { changes } = useLive();
  const [keys] = useState(createAttemptKeys);
  const [draft, setDraft] = useState(emptyDraft);
  const [problems, setProblems] = useState<Problems>({});
  const [sending, setSending] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const fields = useRef<HTMLDivElement>(null);
  const writingAt = useRef<Element | null>(null);
  const written = opened && isWritten(draft);

  // Reloading the page loses as much as closing the dialog.
  useEffect(() => {
    if (!written) {
      return;
    }
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [written]);

  // What is wrong may be out of sight.
  const [refused, setRefused] = useState(0);
  useEffect(() => {
    if (refused > 0) {
      fields.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    }
  }, [refused]);

  function write(change: Partial<SummaryDraft>): void {
    const next = { ...draft, ...change };
    setDraft(next);
    setProblems((before) => openProblems(before, draft, next));
  }

  function refuse(why: Problems): void {
    setProblems(why);
    setRefused((times) => times + 1);
  }

  function leave(): void {
    if (!written) {
      onClose();
    } else if (!leaving) {
      writingAt.current = document.activeElement;
      setLeaving(true);
    }
  }

  function stay(): void {
    setLeaving(false);
    if (writingAt.current instanceof HTMLElement) {
      writingAt.current.focus();
    }
  }

  async function submit(): Promise<void> {
    if (sending) {
      return;
    }
    const missing = missingIn(draft, t);
    if (Object.keys(missing).length > 0) {
      refuse(missing);
      return;
    }
    // Without a version: nothing that could have changed meanwhile is worth giving up what was typed.
    const input = { id: appointment.id, summary: inputOf(draft) };
    setSending(true);
    setProblems({});
    const outcome = await sendCommand(
      client,
      CompleteConsultationDocument,
      { ...input, idempotencyKey: keys.keyFor(input) },
      ({ completeConsultation }) => completeConsultation,
    );
    setSending(false);
    if (outcome.kind === "unknown") {
      setProblems({ form: t("commands.unknown", { action: t("appointments.actions.complete") }) });
      return;
    }
    keys.answered();
    changes.changed(appointment.id);
    if (outcome.kind === "refused") {
      refuse(problemsOf(outcome.errors, draft, t));
      return;
    }
    const name = appointment.patient?.fullName ?? t("person.hidden");
    notifications.show({ color: "green", message: t("visits.completed", { name }) });
    onClose();
  }

  return (
    <DialogFrame
      title={t("visits.completeTitle")}
      subtitle={t("visits.completeSubtitle")}
      size={720}
      opened={opened}
      onClose={leave}
      onSubmit={() => void submit()}
      problem={leaving ? t("forms.leaveQuestion") : problems.form}
      buttons={
        leaving ? (
          <LeaveButtons onStay={stay} onLeave={onClose} />
        ) : (
          <>
            <Button variant="default" onClick={leave}>
              {t("booking.cancel")}
            </Button>
            <Button type="submit" loading={sending}>
              {t("appointments.actions.complete")}
            </Button>
          </>
        )
      }
    >
      <VisitLine appointment={appointment} />
      <div ref={fields} className={styles.fields}>
        {summaryTexts.map((name) => (
          <Textarea
            key={name}
            {...(name === "complaint" ? { "data-autofocus": true } : {})}
            label={t(`visits.${name}`)}
            placeholder={t(`visits.placeholder.${name}`)}
            required={isRequired(name)}
            maxLength={longest[name]}
            rows={name === "complaint" ? 2 : 3}
            value={draft[name]}
            onChange={(event) => write({ [name]: event.currentTarget.value })}
            error={problems[name]}
          />
        ))}
        <PrescriptionFields
          prescriptions={draft.prescriptions}
          onChange={(prescriptions) => write({ prescriptions })}
          problems={problems}
        />
      </div>
    </DialogFrame>
  );
}
