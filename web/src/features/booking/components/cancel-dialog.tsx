import { Textarea } from "@mantine/core";
import { useClient } from "urql";
import * as z from "zod/mini";
import {
  type AppointmentRowFragment,
  CancelAppointmentDocument,
  CancellationParty,
  CancellationPreviewDocument,
} from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { choice, text } from "../../../lib/forms/fields.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLive } from "../../../lib/live/live.ts";
import { audienceOf, useViewer } from "../../../lib/viewer.ts";
import { VisitLine } from "../../../ui/dialog/visit-line.tsx";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import { useNotices } from "../use-notices.ts";
import { CancellationTerms } from "./cancellation-terms.tsx";

const schema = z.object({
  reason: text(limits.CancelAppointmentInput.reason),
  onBehalfOf: choice([CancellationParty.Clinic, CancellationParty.Patient]),
  waiveFee: z.boolean(),
});

const initial: z.input<typeof schema> = { reason: "", onBehalfOf: CancellationParty.Clinic, waiveFee: false };

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
  const preview = useAnswer({
    query: CancellationPreviewDocument,
    variables: { appointmentId: appointment.id },
    pause: !opened,
    requestPolicy: "network-only",
  }).data?.cancellationPreview;
  const form = useForm({
    schema,
    initial,
    draft: `cancel:${appointment.id}`,
    action: t("booking.cancelVisit"),
    send: ({ reason, onBehalfOf, waiveFee }, idempotencyKey) => {
      const waived = onBehalfOf === CancellationParty.Patient && waiveFee;
      const input = {
        ...{ id: appointment.id, reason, expectedVersion: appointment.version, idempotencyKey },
        ...(own ? {} : { onBehalfOf }),
        ...(waived ? { waiveFee } : {}),
      };
      return sendCommand(client, CancelAppointmentDocument, input, ({ cancelAppointment }) => cancelAppointment);
    },
    onAnswer: () => changes.changed(appointment.id),
    onDone() {
      cancelled(appointment.startsAt, own ? appointment.provider?.fullName : appointment.patient?.fullName);
      onClose();
    },
  });
  const { onBehalfOf, waiveFee } = form.values;

  return (
    <FormDialog
      form={form}
      title={t("booking.cancelTitle")}
      subtitle={t("booking.cancelSubtitle")}
      size={480}
      opened={opened}
      onClose={onClose}
      submit={t("booking.cancelVisit")}
      cancel={t("booking.keepVisit")}
      danger
    >
      <VisitLine appointment={appointment} />
      <Textarea
        mt={16}
        data-autofocus
        label={t("booking.cancelReason")}
        placeholder={t("booking.cancelReasonPlaceholder")}
        required
        rows={3}
        maxLength={limits.CancelAppointmentInput.reason.max}
        {...form.text("reason")}
      />
      {preview && (
        <CancellationTerms
          preview={preview}
          settlement={own ? null : { onBehalfOf, waiveFee }}
          onChange={(settlement) => {
            form.set("onBehalfOf", settlement.onBehalfOf);
            form.set("waiveFee", settlement.waiveFee);
          }}
        />
      )}
    </FormDialog>
  );
}
