import { Textarea } from "@mantine/core";
import { useClient } from "urql";
import * as z from "zod/mini";
import { GrantPatientAccessDocument } from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { addDays } from "../../../lib/format/calendar-date.ts";
import { startOfDay } from "../../../lib/format/zoned-time.ts";
import { day } from "../../../lib/forms/days.ts";
import { chosen, text } from "../../../lib/forms/fields.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import type { OpenPatient } from "../../../lib/open-patient.ts";
import { useToday } from "../../../lib/use-today.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { DayField } from "../../../ui/form/day-field.tsx";
import { FieldStack } from "../../../ui/form/fields.tsx";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import type { Choice } from "../../../ui/form/search-select.tsx";
import { ProviderField } from "./provider-field.tsx";

const daysAtFirst = 30;

interface GrantDialogProps {
  readonly patient: OpenPatient;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Gives a provider access to the record until the end of a day. */
export function GrantDialog({ patient, opened, onClose, onDone }: GrantDialogProps) {
  const { t } = useTranslation("record");
  const client = useClient();
  const today = useToday();
  const { timeZone } = useViewer().organization;
  const form = useForm({
    schema: z.object({
      providerId: chosen<Choice>(),
      until: day().check(z.refine((value) => value >= today, { error: "forms.past" })),
      reason: text(limits.GrantPatientAccessInput.reason),
    }),
    initial: { providerId: null as Choice | null, until: addDays(today, daysAtFirst), reason: "" },
    draft: `grant:${patient.id}`,
    action: t("grants.give"),
    send: ({ providerId, until, reason }, idempotencyKey) =>
      sendCommand(
        client,
        GrantPatientAccessDocument,
        {
          ...{ patientId: patient.id, providerId: providerId.value, reason, idempotencyKey },
          until: startOfDay(addDays(until, 1), timeZone).toISOString(),
        },
        (data) => data.grantPatientAccess,
      ),
    onAnswer: onDone,
    onDone: onClose,
  });
  return (
    <FormDialog
      form={form}
      title={t("grants.add")}
      subtitle={patient.fullName}
      size={520}
      opened={opened}
      onClose={onClose}
      submit={t("grants.give")}
    >
      <FieldStack>
        <ProviderField
          provider={form.values.providerId}
          error={form.problem("providerId")}
          onChange={(provider) => form.set("providerId", provider)}
        />
        <DayField label={t("grants.until")} required min={today} {...form.text("until")} />
        <Textarea
          label={t("reason")}
          required
          rows={3}
          maxLength={limits.GrantPatientAccessInput.reason.max}
          {...form.text("reason")}
        />
      </FieldStack>
    </FormDialog>
  );
}
