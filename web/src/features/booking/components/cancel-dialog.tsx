import { Button, Textarea } from "@mantine/core";
import { useState } from "react";
import { useClient } from "urql";
import {
  type AppointmentRowFragment,
  CancelAppointmentDocument,
  CancellationParty,
  CancellationPreviewDocument,
} from "../../../graphql/graphql.ts";
import { createAttemptKeys } from "../../../lib/graphql/attempt-key.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLive } from "../../../lib/live/live.ts";
import { audienceOf, useViewer } from "../../../lib/viewer.ts";
import { DialogFrame } from "../../../ui/dialog/dialog-frame.tsx";
import { VisitLine } from "../../../ui/dialog/visit-line.tsx";
import { type Problems, problemsOf } from "../refusals.ts";
import { useNotices } from "../use-notices.ts";
import styles from "./cancel-dialog.module.css";
import { CancellationTerms, type Settlement } from "./cancellation-terms.tsx";

interface CancelDialogProps {
  readonly appointment: AppointmentRowFragment;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Calls a visit off, with the reason that its history keeps. */
export function CancelDialog({ appointment, opened, onClose }: CancelDialogProps) {
  const { t } = useTranslation();
  const client = useClient();
  const { changes } = useLive();
  const { cancelled } = useNotices();
  const own = audienceOf(useViewer().roles) === "patient";
  const [keys] = useState(createAttemptKeys);
  const preview = useAnswer({
    query: CancellationPreviewDocument,
    variables: { appointmentId: appointment.id },
    pause: !opened,
    requestPolicy: "network-only",
  }).data?.cancellationPreview;
  const [reason, setReason] = useState("");
  const [settlement, setSettlement] = useState<Settlement>({ onBehalfOf: CancellationParty.Clinic, waiveFee: false });
  const [problems, setProblems] = useState<Problems>({});
  const [sending, setSending] = useState(false);

  async function submit(): Promise<void> {
    if (sending) {
      return;
    }
    if (reason.trim() === "") {
      setProblems({ reason: t("booking.cancelReasonMissing") });
      return;
    }
    const input = {
      ...{ id: appointment.id, reason: reason.trim(), expectedVersion: appointment.version },
      ...(own ? {} : { onBehalfOf: settlement.onBehalfOf }),
      ...(settlement.onBehalfOf === CancellationParty.Patient && settlement.waiveFee ? { waiveFee: true } : {}),
    };
    setSending(true);
    setProblems({});
    const outcome = await sendCommand(
      client,
      CancelAppointmentDocument,
      { ...input, idempotencyKey: keys.keyFor(input) },
      ({ cancelAppointment }) => cancelAppointment,
    );
    setSending(false);
    if (outcome.kind === "unknown") {
      setProblems({ form: t("commands.unknown", { action: t("booking.cancelVisit") }) });
      return;
    }
    keys.answered();
    changes.changed(appointment.id);
    if (outcome.kind === "refused") {
      setProblems(problemsOf(outcome.errors, t));
      return;
    }
    cancelled(appointment.startsAt, own ? appointment.provider?.fullName : appointment.patient?.fullName);
    onClose();
  }

  return (
    <DialogFrame
      title={t("booking.cancelTitle")}
      subtitle={t("booking.cancelSubtitle")}
      size={480}
      opened={opened}
      onClose={onClose}
      onSubmit={() => void submit()}
      problem={problems.form}
      buttons={
        <>
          <Button variant="default" onClick={onClose}>
            {t("booking.keepVisit")}
          </Button>
          <Button type="submit" className={styles.danger ?? ""} loading={sending}>
            {t("booking.cancelVisit")}
          </Button>
        </>
      }
    >
      <VisitLine appointment={appointment} />
      <Textarea
        mt={16}
        data-autofocus
        label={t("booking.cancelReason")}
        placeholder={t("booking.cancelReasonPlaceholder")}
        required
        rows={3}
        maxLength={1_000}
        value={reason}
        onChange={(event) => {
          setReason(event.currentTarget.value);
          setProblems({});
        }}
        error={problems.reason}
      />
      {preview && <CancellationTerms preview={preview} settlement={own ? null : settlement} onChange={setSettlement} />}
    </DialogFrame>
  );
}
