import { Select, Textarea } from "@mantine/core";
import { useClient } from "urql";
import * as z from "zod/mini";
import {
  AllergyCategory,
  AllergyCriticality,
  type AllergyRowFragment,
  RecordAllergyDocument,
  UpdateAllergyDocument,
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

const categories = Object.values(AllergyCategory);
const criticalities = Object.values(AllergyCriticality);

interface AllergyDialogProps {
  readonly patient: HistoryPatient;
  /** The one that is corrected; null for a new one. */
  readonly subject: AllergyRowFragment | null;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Writes down what the patient must not be given, or corrects it. */
export function AllergyDialog({ patient, subject, opened, onClose, onDone }: AllergyDialogProps) {
  const { t } = useTranslation("record");
  const client = useClient();
  const today = useToday();
  const action = subject === null ? t("add") : t("save");
  const form = useForm({
    schema: z
      .object({
        ...coded,
        category: z.nullable(z.enum(AllergyCategory)),
        criticality: z.nullable(z.enum(AllergyCriticality)),
        reaction: optionalText(limits.RecordAllergyInput.reaction),
        onset: optionalPastDay(today),
        abatement: optionalPastDay(today),
      })
      .check(ofItsSystem),
    initial: {
      display: subject?.display ?? "",
      system: subject?.system ?? codeSystems.snomed,
      code: subject?.code ?? "",
      category: subject?.category ?? null,
      criticality: subject?.criticality ?? null,
      reaction: subject?.reaction ?? "",
      onset: subject?.onset ?? "",
      abatement: subject?.abatement ?? "",
    },
    draft: `allergy:${subject?.id ?? patient.id}`,
    action,
    send({ reaction = null, ...entry }, idempotencyKey): Promise<Outcome<unknown>> {
      const input = { ...entry, reaction, idempotencyKey };
      return subject === null
        ? sendCommand(client, RecordAllergyDocument, { ...input, patientId: patient.id }, (data) => data.recordAllergy)
        : sendCommand(
            client,
            UpdateAllergyDocument,
            { ...input, id: subject.id, expectedVersion: subject.version },
            (data) => data.updateAllergy,
          );
    },
    onAnswer: onDone,
    onDone: onClose,
  });
  return (
    <FormDialog
      form={form}
      title={t(subject === null ? "allergies.add" : "allergies.edit")}
      subtitle={patient.name}
      size={560}
      opened={opened}
      onClose={onClose}
      submit={action}
    >
      <FieldStack>
        <CodedFields
          form={form}
          label={t("allergies.name")}
          placeholder={t("allergies.placeholder")}
          systems={[codeSystems.snomed, codeSystems.rxnorm]}
        />
        <FieldGrid>
          <Select
            label={t("allergies.category")}
            clearable
            data={categories.map((name) => ({ value: name, label: t(`allergies.categories.${name}`) }))}
            value={form.values.category}
            error={form.problem("category")}
            onChange={(value) => form.set("category", categories.find((name) => name === value) ?? null)}
          />
          <Select
            label={t("allergies.criticality")}
            clearable
            data={criticalities.map((name) => ({ value: name, label: t(`allergies.criticalities.${name}`) }))}
            value={form.values.criticality}
            error={form.problem("criticality")}
            onChange={(value) => form.set("criticality", criticalities.find((name) => name === value) ?? null)}
          />
        </FieldGrid>
        <Textarea
          label={t("allergies.reaction")}
          placeholder={t("allergies.reactionPlaceholder")}
          rows={2}
          maxLength={limits.RecordAllergyInput.reaction.max}
          {...form.text("reaction")}
        />
        <FieldGrid>
          <DayField label={t("began")} max={today} {...form.text("onset")} />
          <DayField label={t("ended")} max={today} {...form.text("abatement")} />
        </FieldGrid>
      </FieldStack>
    </FormDialog>
  );
}
