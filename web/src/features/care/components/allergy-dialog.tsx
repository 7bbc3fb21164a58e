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
import { draftOf } from "../../../lib/forms/draft-name.ts";
import { optionalText } from "../../../lib/forms/fields.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { type Outcome, sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useToday } from "../../../lib/use-today.ts";
import { FieldGrid } from "../../../ui/form/fields.tsx";
import { codeSystems } from "../code-systems.ts";
import { coded, codedValues, ofItsSystem } from "../coded.schema.ts";
import { EntryDialog, type HistoryDialogProps } from "./entry-dialog.tsx";

const categories = Object.values(AllergyCategory);
const criticalities = Object.values(AllergyCriticality);

const systems = [codeSystems.snomed, codeSystems.rxnorm];

/** Writes down what the patient must not be given, or corrects it. */
export function AllergyDialog(props: HistoryDialogProps<AllergyRowFragment>) {
  const { patient, subject, onClose, onDone } = props;
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
      ...codedValues(subject, codeSystems.snomed),
      category: subject?.category ?? null,
      criticality: subject?.criticality ?? null,
      reaction: subject?.reaction ?? "",
      onset: subject?.onset ?? "",
      abatement: subject?.abatement ?? "",
    },
    draft: draftOf("allergy", subject, patient.id),
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
    <EntryDialog {...props} form={form} kind="allergies" systems={systems} days={["onset", "abatement"]}>
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
    </EntryDialog>
  );
}
