import "@mantine/core/styles/NumberInput.css";
import { NumberInput, TextInput } from "@mantine/core";
import { useClient } from "urql";
import * as z from "zod/mini";
import { PrescribeMedicationDocument } from "../../../graphql/graphql.ts";
import { counts, limits } from "../../../graphql/limits.ts";
import { day, optionalDay } from "../../../lib/forms/days.ts";
import { text } from "../../../lib/forms/fields.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useToday } from "../../../lib/use-today.ts";
import { DayField } from "../../../ui/form/day-field.tsx";
import { FieldGrid, FieldStack } from "../../../ui/form/fields.tsx";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import { codeSystems } from "../code-systems.ts";
import { coded, ofItsSystem } from "../coded.schema.ts";
import { CodedFields } from "./coded-fields.tsx";
import type { HistoryPatient } from "./history-card.tsx";

const { quantity, repeats } = counts.PrescribeMedicationInput;

interface PrescribeDialogProps {
  readonly patient: HistoryPatient;
  /** The visit in which is prescribed, if it is in one. */
  readonly appointmentId: string | null;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Prescribes a medicine. What is wrong later is discontinued and prescribed anew: a prescription never changes. */
export function PrescribeDialog({ patient, appointmentId, opened, onClose, onDone }: PrescribeDialogProps) {
  const { t } = useTranslation("record");
  const client = useClient();
  const today = useToday();
  const form = useForm({
    schema: z
      .object({
        ...coded,
        dosage: text(limits.PrescribeMedicationInput.dosage),
        quantity: z.int().check(z.minimum(quantity.min), z.maximum(quantity.max)),
        quantityUnit: text(limits.PrescribeMedicationInput.quantityUnit),
        repeats: z.int().check(z.minimum(repeats.min), z.maximum(repeats.max)),
        validFrom: day().check(z.refine((value) => value >= today, { error: "forms.past" })),
        validUntil: optionalDay(),
      })
      .check(
        ofItsSystem,
        z.refine(({ validFrom, validUntil }) => validUntil === null || validUntil >= validFrom, {
          path: ["validUntil"],
          error: "forms.order",
        }),
      ),
    initial: {
      ...{ display: "", system: codeSystems.rxnorm as string, code: "", dosage: "", quantity: Number.NaN },
      ...{ quantityUnit: "", repeats: 0, validFrom: today, validUntil: "" },
    },
    draft: `prescription:${appointmentId ?? patient.id}`,
    action: t("prescriptions.prescribe"),
    send: (input, idempotencyKey) =>
      sendCommand(
        client,
        PrescribeMedicationDocument,
        {
          ...input,
          patientId: patient.id,
          ...(appointmentId === null ? {} : { appointmentId }),
          idempotencyKey,
        },
        (data) => data.prescribeMedication,
      ),
    onAnswer: onDone,
    onDone: onClose,
  });
  const number = (name: "quantity" | "repeats") => ({
    value: Number.isNaN(form.values[name]) || form.values[name] === null ? "" : form.values[name],
    error: form.problem(name),
    onChange: (value: number | string) => form.set(name, value === "" ? Number.NaN : Number(value)),
  });
  return (
    <FormDialog
      form={form}
      title={t("prescriptions.add")}
      subtitle={patient.name}
      size={620}
      opened={opened}
      onClose={onClose}
      submit={t("prescriptions.prescribe")}
    >
      <FieldStack>
        <CodedFields
          form={form}
          label={t("prescriptions.medicine")}
          placeholder={t("prescriptions.placeholder")}
          systems={[codeSystems.rxnorm, codeSystems.atc, codeSystems.snomed]}
        />
        <TextInput
          label={t("prescriptions.dosage")}
          placeholder={t("prescriptions.dosagePlaceholder")}
          required
          maxLength={limits.PrescribeMedicationInput.dosage.max}
          {...form.text("dosage")}
        />
        <FieldGrid>
          <NumberInput
            label={t("prescriptions.quantity")}
            required
            allowDecimal={false}
            min={quantity.min}
            max={quantity.max}
            clampBehavior="none"
            hideControls
            {...number("quantity")}
          />
          <TextInput
            label={t("prescriptions.unit")}
            placeholder={t("prescriptions.unitPlaceholder")}
            required
            maxLength={limits.PrescribeMedicationInput.quantityUnit.max}
            {...form.text("quantityUnit")}
          />
          <NumberInput
            label={t("prescriptions.repeats")}
            allowDecimal={false}
            min={repeats.min}
            max={repeats.max}
            clampBehavior="none"
            {...number("repeats")}
          />
        </FieldGrid>
        <FieldGrid>
          <DayField label={t("prescriptions.validFrom")} required min={today} {...form.text("validFrom")} />
          <DayField label={t("prescriptions.validUntil")} min={form.values.validFrom} {...form.text("validUntil")} />
        </FieldGrid>
      </FieldStack>
    </FormDialog>
  );
}
