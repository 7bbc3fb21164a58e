import { Textarea } from "@mantine/core";
import { useClient } from "urql";
import * as z from "zod/mini";
import {
  type AppointmentRowFragment,
  CancellationParty,
  CancellationPreviewDocument,
  SeriesScope,
} from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { choice, text } from "../../../lib/forms/fields.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLive } from "../../../lib/live/live.ts";
import { audienceOf, useViewer } from "../../../lib/viewer.ts";
import { VisitLine } from "../../../ui/dialog/visit-line.tsx";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import { sendCancellation } from "../send-cancellation.ts";
import { type Series, toCome } from "../series-of-visit.ts";
import { useNotices } from "../use-notices.ts";
import { useSeriesNotices } from "../use-series-notices.ts";
import { useSeriesOfVisit } from "../use-series-of-visit.ts";
import { CancellationTerms } from "./cancellation-terms.tsx";
import { ScopeField } from "./scope-field.tsx";

const values = z.object({
  reason: text(limits.CancelAppointmentInput.reason),
  onBehalfOf: choice([CancellationParty.Clinic, CancellationParty.Patient]),
  waiveFee: z.boolean(),
  scope: z.nullable(z.enum(SeriesScope)),
});

/** More than one visit is called off only of a series that is known. */
function schemaOf(series: Series | null) {
  return values.check(
    z.refine(({ scope }) => scope === null || series !== null, { error: "booking.series.scopeUnknown" }),
  );
}

const initial: z.input<typeof values> = {
  ...{ reason: "", onBehalfOf: CancellationParty.Clinic, waiveFee: false, scope: null },
};

interface CancelDialogProps {
  readonly appointment: AppointmentRowFragment;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Calls a visit off, or with it what is to come of its series, with the reason that the history keeps. */
export function CancelDialog({ appointment, opened, onClose }: CancelDialogProps) {
  const { t } = useTranslation();
  const client = useClient();
  const { changes } = useLive();
  const { cancelled } = useNotices();
  const { seriesCancelled } = useSeriesNotices();
  const own = audienceOf(useViewer().roles) === "patient";
  const preview = useAnswer({
    query: CancellationPreviewDocument,
    variables: { appointmentId: appointment.id },
    pause: !opened,
    requestPolicy: "network-only",
  }).data?.cancellationPreview;
  const seriesAnswer = useSeriesOfVisit(appointment.id, !opened || own);
  const { series } = seriesAnswer;
  const form = useForm({
    schema: schemaOf(series),
    initial,
    draft: `cancel:${appointment.id}`,
    action: t("booking.cancelVisit"),
    send: ({ onBehalfOf, ...said }, idempotencyKey) =>
      sendCancellation(client, appointment, series, { ...said, onBehalfOf: own ? null : onBehalfOf }, idempotencyKey),
    onAnswer: () => changes.changed(appointment.id),
    onDone(visits, { scope }) {
      for (const { id } of visits) {
        changes.changed(id);
      }
      const name = own ? appointment.provider?.fullName : appointment.patient?.fullName;
      if (series === null || scope === null) {
        cancelled(appointment.startsAt, name);
      } else {
        const expected = new Set(toCome(series).map(({ id }) => id));
        seriesCancelled(name, visits.filter(({ id, status }) => status === "CANCELLED" && expected.has(id)).length);
      }
      onClose();
    },
  });
  const { onBehalfOf, waiveFee, scope } = form.values;

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
      <ScopeField
        appointment={appointment}
        of={seriesAnswer}
        scope={scope}
        onChange={(next) => form.set("scope", next)}
      />
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
          several={scope !== null}
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
