import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { limits } from "../../../graphql/limits.ts";
import type { Form } from "../../../lib/forms/use-form.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import {
  isRequired,
  mostPrescriptions,
  newPrescription,
  type PrescriptionValues,
  prescriptionTexts,
  type SummaryValues,
} from "../summary.schema.ts";
import styles from "./prescription-fields.module.css";

/** What is prescribed: as many rows as it takes. */
export function PrescriptionFields({ form }: { form: Form<SummaryValues> }) {
  const { t } = useTranslation();
  const add = useRef<HTMLButtonElement>(null);
  const { prescriptions } = form.values;
  return (
    <fieldset className={styles.prescriptions}>
      <legend>{t("visits.prescriptions")}</legend>
      {prescriptions.map((prescription, index) => (
        <PrescriptionRow
          key={prescription.key}
          number={index + 1}
          prescription={prescription}
          onChange={(next) =>
            form.set(
              "prescriptions",
              prescriptions.map((one) => (one.key === next.key ? next : one)),
            )
          }
          onRemove={() => {
            add.current?.focus();
            form.set(
              "prescriptions",
              prescriptions.filter(({ key }) => key !== prescription.key),
            );
          }}
          problem={(name) => form.problem(`prescriptions.${index}.${name}`)}
        />
      ))}
      <Button
        ref={add}
        variant="default"
        size="xs"
        className={styles.add ?? ""}
        leftSection={<IconPlus size={15} stroke={1.8} aria-hidden />}
        disabled={prescriptions.length >= mostPrescriptions}
        onClick={() => form.set("prescriptions", [...prescriptions, newPrescription()])}
      >
        {t("visits.addPrescription")}
      </Button>
    </fieldset>
  );
}

interface PrescriptionRowProps {
  readonly number: number;
  readonly prescription: PrescriptionValues;
  readonly onChange: (prescription: PrescriptionValues) => void;
  readonly onRemove: () => void;
  readonly problem: (name: (typeof prescriptionTexts)[number]) => string | undefined;
}

function PrescriptionRow({ number, prescription, onChange, onRemove, problem }: PrescriptionRowProps) {
  const { t } = useTranslation();
  const medication = useRef<HTMLInputElement>(null);
  // Whoever adds a row goes on writing in it.
  useEffect(() => medication.current?.focus(), []);
  return (
    <fieldset className={styles.row}>
      <legend className="visually-hidden">{t("visits.prescription", { number })}</legend>
      {prescriptionTexts.map((name) => (
        <TextInput
          key={name}
          ref={name === "medication" ? medication : null}
          className={styles[name] ?? ""}
          label={t(`visits.${name}`)}
          placeholder={t(`visits.placeholder.${name}`)}
          required={isRequired(name)}
          maxLength={limits.PrescriptionInput[name].max}
          value={prescription[name]}
          onChange={(event) => onChange({ ...prescription, [name]: event.currentTarget.value })}
          error={problem(name)}
        />
      ))}
      <ActionIcon
        variant="subtle"
        color="gray"
        size={36}
        className={styles.remove ?? ""}
        aria-label={t("visits.removePrescription", { number })}
        onClick={onRemove}
      >
        <IconTrash size={17} stroke={1.7} aria-hidden />
      </ActionIcon>
    </fieldset>
  );
}
