import { TextInput } from "@mantine/core";
import { useClient } from "urql";
import * as z from "zod/mini";
import {
  type MedicationRowFragment,
  RecordMedicationDocument,
  UpdateMedicationDocument,
} from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { optionalPastDay } from "../../../lib/forms/days.ts";
import { optionalText } from "../../../lib/forms/fields.ts";
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

interface MedicationDialogProps {
  readonly patient: HistoryPatient;
  /** The one that is corrected; null for a new one. */
  readonly subject: MedicationRowFragment | null;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Writes down what the patient takes, or corrects it. */
export function MedicationDialog({ patient, subject, opened, onClose, onDone }: MedicationDialogProps) {
  const { t } = useTranslation("record");
  const client = useClient();
  const today = useToday();
  const action = subject === null ? t("add") : t("save");
  const form = useForm({
    schema: z
      .object({
        ...coded,
        dosage: optionalText(limits.RecordMedicationInput.dosage),
        startedOn: optionalPastDay(today),
        stoppedOn: optionalPastDay(today),
      })
      .check(ofItsSystem),
    initial: {
      display: subject?.display ?? "",
      system: subject?.system ?? codeSystems.rxnorm,
      code: subject?.code ?? "",
      dosage: subject?.dosage ?? "",
      startedOn: subject?.startedOn ?? "",
      stoppedOn: subject?.stoppedOn ?? "",
    },
    draft: `medication:${subject?.id ?? patient.id}`,
    action,
    send({ dosage = null, ...entry }, idempotencyKey): Promise<Outcome<unknown>> {
      const input = { ...entry, dosage, idempotencyKey };
      return subject === null
        ? sendCommand(
            client,
            RecordMedicationDocument,
            { ...input, patientId: patient.id },
            (data) => data.recordMedication,
          )
        : sendCommand(
            client,
            UpdateMedicationDocument,
            { ...input, id: subject.id, expectedVersion: subject.version },
            (data) => data.updateMedication,
          );
    },
    onAnswer: onDone,
    onDone: onClose,
  });
  return (
    <FormDialog
      form={form}
      title={t(subject === null ? "medications.add" : "medications.edit")}
      subtitle={patient.name}
      size={560}
      opened={opened}
      onClose={onClose}
      submit={action}
    >
      <FieldStack>
        <CodedFields
          form={form}
          label={t("medications.name")}
          placeholder={t("medications.placeholder")}
          systems={[codeSystems.rxnorm, codeSystems.atc, codeSystems.snomed]}
        />
        <TextInput
          label={t("medications.dosage")}
          placeholder={t("medications.dosagePlaceholder")}
          maxLength={limits.RecordMedicationInput.dosage.max}
          {...form.text("dosage")}
        />
        <FieldGrid>
          <DayField label={t("began")} max={today} {...form.text("startedOn")} />
          <DayField label={t("ended")} max={today} {...form.text("stoppedOn")} />
        </FieldGrid>
      </FieldStack>
    </FormDialog>
  );
}
