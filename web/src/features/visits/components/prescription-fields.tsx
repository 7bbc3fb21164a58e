import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import {
  isRequired,
  longest,
  mostPrescriptions,
  newPrescription,
  type PrescriptionDraft,
  type Problems,
  placeOf,
  prescriptionTexts,
} from "../summary-draft.ts";
import styles from "./prescription-fields.module.css";

interface PrescriptionFieldsProps {
  readonly prescriptions: readonly PrescriptionDraft[];
  readonly onChange: (prescriptions: readonly PrescriptionDraft[]) => void;
  readonly problems: Problems;
}

/** What is prescribed: as many rows as it takes. */
export function PrescriptionFields({ prescriptions, onChange, problems }: PrescriptionFieldsProps) {
  const { t } = useTranslation();
  const add = useRef<HTMLButtonElement>(null);
  return (
    <fieldset className={styles.prescriptions}>
      <legend>{t("visits.prescriptions")}</legend>
      {prescriptions.map((prescription, index) => (
        <PrescriptionRow
          key={prescription.key}
          number={index + 1}
          prescription={prescription}
          onChange={(next) => onChange(prescriptions.map((one) => (one.key === next.key ? next : one)))}
          onRemove={() => {
            add.current?.focus();
            onChange(prescriptions.filter(({ key }) => key !== prescription.key));
          }}
          problems={problems}
        />
      ))}
      <Button
        ref={add}
        variant="default"
        size="xs"
        className={styles.add ?? ""}
        leftSection={<IconPlus size={15} stroke={1.8} aria-hidden />}
        disabled={prescriptions.length >= mostPrescriptions}
        onClick={() => onChange([...prescriptions, newPrescription()])}
      >
        {t("visits.addPrescription")}
      </Button>
    </fieldset>
  );
}

interface PrescriptionRowProps {
  readonly number: number;
  readonly prescription: PrescriptionDraft;
  readonly onChange: (prescription: PrescriptionDraft) => void;
  readonly onRemove: () => void;
  readonly problems: Problems;
}

function PrescriptionRow({ number, prescription, onChange, onRemove, problems }: PrescriptionRowProps) {
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
          maxLength={longest[name]}
          value={prescription[name]}
          onChange={(event) => onChange({ ...prescription, [name]: event.currentTarget.value })}
          error={problems[placeOf(prescription, name)]}
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
