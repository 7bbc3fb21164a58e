import { Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useClient } from "urql";
import { type AppointmentRowFragment, CompleteConsultationDocument } from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLive } from "../../../lib/live/live.ts";
import { VisitLine } from "../../../ui/dialog/visit-line.tsx";
import { FieldStack } from "../../../ui/form/fields.tsx";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import {
  emptySummary,
  inputOf,
  isRequired,
  isWritten,
  placeOf,
  summarySchema,
  summaryTexts,
} from "../summary.schema.ts";
import { PrescriptionFields } from "./prescription-fields.tsx";

interface CompleteDialogProps {
  readonly appointment: AppointmentRowFragment;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Ends a visit with its summary. */
export function CompleteDialog({ appointment, opened, onClose }: CompleteDialogProps) {
  const { t } = useTranslation();
  const client = useClient();
  const { changes } = useLive();
  const form = useForm({
    schema: summarySchema,
    initial: emptySummary,
    draft: `complete:${appointment.id}`,
    action: t("appointments.actions.complete"),
    // Without a version: nothing that could have changed meanwhile is worth giving up what was typed.
    send: (summary, idempotencyKey) =>
      sendCommand(
        client,
        CompleteConsultationDocument,
        { id: appointment.id, summary: inputOf(summary), idempotencyKey },
        (data) => data.completeConsultation,
      ),
    isWritten,
    placeOf: (error): string | undefined => placeOf(error, form.values),
    onAnswer: () => changes.changed(appointment.id),
    onDone() {
      const name = appointment.patient?.fullName ?? t("person.hidden");
      notifications.show({ color: "green", message: t("visits.completed", { name }) });
      onClose();
    },
  });
  return (
    <FormDialog
      form={form}
      title={t("visits.completeTitle")}
      subtitle={t("visits.completeSubtitle")}
      size={720}
      opened={opened}
      onClose={onClose}
      submit={t("appointments.actions.complete")}
    >
      <FieldStack>
        <VisitLine appointment={appointment} />
        {summaryTexts.map((name) => (
          <Textarea
            key={name}
            {...(name === "complaint" ? { "data-autofocus": true } : {})}
            label={t(`visits.${name}`)}
            placeholder={t(`visits.placeholder.${name}`)}
            required={isRequired(name)}
            maxLength={limits.EncounterSummaryInput[name].max}
            rows={name === "complaint" ? 2 : 3}
            {...form.text(name)}
          />
        ))}
        <PrescriptionFields form={form} />
      </FieldStack>
    </FormDialog>
  );
}
