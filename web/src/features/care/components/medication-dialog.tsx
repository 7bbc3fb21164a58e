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
import { draftOf } from "../../../lib/forms/draft-name.ts";
import { optionalText } from "../../../lib/forms/fields.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { type Outcome, sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useToday } from "../../../lib/use-today.ts";
import { codeSystems } from "../code-systems.ts";
import { coded, codedValues, ofItsSystem } from "../coded.schema.ts";
import { EntryDialog, type HistoryDialogProps } from "./entry-dialog.tsx";

const systems = [codeSystems.rxnorm, codeSystems.atc, codeSystems.snomed];

/** Writes down what the patient takes, or corrects it. */
export function MedicationDialog(props: HistoryDialogProps<MedicationRowFragment>) {
  const { patient, subject, onClose, onDone } = props;
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
      ...codedValues(subject, codeSystems.rxnorm),
      dosage: subject?.dosage ?? "",
      startedOn: subject?.startedOn ?? "",
      stoppedOn: subject?.stoppedOn ?? "",
    },
    draft: draftOf("medication", subject, patient.id),
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
    <EntryDialog {...props} form={form} kind="medications" systems={systems} days={["startedOn", "stoppedOn"]}>
      <TextInput
        label={t("medications.dosage")}
        placeholder={t("medications.dosagePlaceholder")}
        maxLength={limits.RecordMedicationInput.dosage.max}
        {...form.text("dosage")}
      />
    </EntryDialog>
  );
}
