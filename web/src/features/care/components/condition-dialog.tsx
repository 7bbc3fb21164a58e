import { useClient } from "urql";
import * as z from "zod/mini";
import {
  type ConditionRowFragment,
  RecordConditionDocument,
  UpdateConditionDocument,
} from "../../../graphql/graphql.ts";
import { optionalPastDay } from "../../../lib/forms/days.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { type Outcome, sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useToday } from "../../../lib/use-today.ts";
import { DayField } from "../../../ui/form/day-field.tsx";
import { FieldGrid, FieldStack } from "../../../ui/form/fields.tsx";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import { codeSystems } from "../code-systems.ts";
import { coded, ofItsSystem } from "../coded.schema.ts";
import type { HistoryPatient } from "./allergies-card.tsx";
import { CodedFields } from "./coded-fields.tsx";

interface ConditionDialogProps {
  readonly patient: HistoryPatient;
  /** The one that is corrected; null for a new one. */
  readonly subject: ConditionRowFragment | null;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Writes down what the patient has, or corrects it. */
export function ConditionDialog({ patient, subject, opened, onClose, onDone }: ConditionDialogProps) {
  const { t } = useTranslation("record");
  const client = useClient();
  const today = useToday();
  const action = subject === null ? t("add") : t("save");
  const form = useForm({
    schema: z.object({ ...coded, onset: optionalPastDay(today), abatement: optionalPastDay(today) }).check(ofItsSystem),
    initial: {
      display: subject?.display ?? "",
      system: subject?.system ?? codeSystems.snomed,
      code: subject?.code ?? "",
      onset: subject?.onset ?? "",
      abatement: subject?.abatement ?? "",
    },
    draft: `condition:${subject?.id ?? patient.id}`,
    action,
    send: (input, idempotencyKey): Promise<Outcome<unknown>> =>
      subject === null
        ? sendCommand(
            client,
            RecordConditionDocument,
            { ...input, patientId: patient.id, idempotencyKey },
            (data) => data.recordCondition,
          )
        : sendCommand(
            client,
            UpdateConditionDocument,
            { ...input, id: subject.id, expectedVersion: subject.version, idempotencyKey },
            (data) => data.updateCondition,
          ),
    onAnswer: onDone,
    onDone: onClose,
  });
  return (
    <FormDialog
      form={form}
      title={t(subject === null ? "conditions.add" : "conditions.edit")}
      subtitle={patient.name}
      size={560}
      opened={opened}
      onClose={onClose}
      submit={action}
    >
      <FieldStack>
        <CodedFields
          form={form}
          label={t("conditions.name")}
          placeholder={t("conditions.placeholder")}
          systems={[codeSystems.snomed, codeSystems.icd10]}
        />
        <FieldGrid>
          <DayField label={t("began")} max={today} {...form.text("onset")} />
          <DayField label={t("ended")} max={today} {...form.text("abatement")} />
        </FieldGrid>
      </FieldStack>
    </FormDialog>
  );
}
