import { TextInput } from "@mantine/core";
import { counts, limits } from "../../../graphql/limits.ts";
import type { Form } from "../../../lib/forms/use-form.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { FieldList } from "../../../ui/form/field-list.tsx";
import { Wide } from "../../../ui/form/fields.tsx";
import {
  isRequired,
  newPrescription,
  type PrescriptionValues,
  prescriptionTexts,
  type SummaryValues,
} from "../summary.schema.ts";

/** What is prescribed: as many rows as it takes. */
export function PrescriptionFields({ form }: { form: Form<SummaryValues> }) {
  const { t } = useTranslation();
  return (
    <FieldList
      title={t("visits.prescriptions")}
      items={form.values.prescriptions}
      most={counts.EncounterSummaryInput.prescriptions.max}
      addLabel={t("visits.addPrescription")}
      removeLabel={(index) => t("visits.removePrescription", { number: index + 1 })}
      rowLabel={(index) => t("visits.prescription", { number: index + 1 })}
      create={newPrescription}
      onChange={(prescriptions) => form.set("prescriptions", [...prescriptions])}
    >
      {(prescription, change, index) => {
        const text = (name: (typeof prescriptionTexts)[number]) => (
          <PrescriptionText
            key={name}
            name={name}
            prescription={prescription}
            error={form.problem(`prescriptions.${index}.${name}`)}
            onChange={change}
          />
        );
        return prescriptionTexts.map((name) =>
          name === "instructions" ? <Wide key={name}>{text(name)}</Wide> : text(name),
        );
      }}
    </FieldList>
  );
}

interface PrescriptionTextProps {
  readonly name: (typeof prescriptionTexts)[number];
  readonly prescription: PrescriptionValues;
  readonly error: string | undefined;
  readonly onChange: (part: Partial<PrescriptionValues>) => void;
}

function PrescriptionText({ name, prescription, error, onChange }: PrescriptionTextProps) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={t(`visits.${name}`)}
      placeholder={t(`visits.placeholder.${name}`)}
      required={isRequired(name)}
      maxLength={limits.PrescriptionInput[name].max}
      value={prescription[name]}
      error={error}
      onChange={({ currentTarget }) => onChange({ [name]: currentTarget.value })}
    />
  );
}
