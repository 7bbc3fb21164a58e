import { CloseButton, Combobox, Input, Loader, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useId, useState } from "react";
import { BookingPatientsDocument } from "../../../graphql/graphql.ts";
import type { BookedPatient } from "../../../lib/appointment-control.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { PersonCell } from "../../../ui/people/person-cell.tsx";
import styles from "./fields.module.css";

interface PatientFieldProps {
  readonly patient: BookedPatient | null;
  readonly onChange: (patient: BookedPatient | null) => void;
  readonly error: string | undefined;
}

const leastLetters = 2;

/** Finds the patient by name or MRN; whoever is found stands in the field's place until taken back. */
export function PatientField({ patient, onChange, error }: PatientFieldProps) {
  const { t } = useTranslation();
  const label = useId();
  // What had the focus is gone with the choice, and with taking it back: what stands in its place takes it.
  const [moved, setMoved] = useState(false);

  function change(next: BookedPatient | null): void {
    setMoved(true);
    onChange(next);
  }

  if (patient === null) {
    return <PatientFinder onFound={change} error={error} focused={moved} />;
  }
  return (
    <Input.Wrapper label={t("booking.patient")} labelElement="div" labelProps={{ id: label }} error={error}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend that shows */}
      <div role="group" aria-labelledby={label} className={styles.chosen}>
        <span className={styles.name}>
          {patient.fullName}
          <small>{t("person.mrn", { mrn: patient.mrn })}</small>
        </span>
        <CloseButton size="sm" aria-label={t("booking.changePatient")} autoFocus={moved} onClick={() => change(null)} />
      </div>
    </Input.Wrapper>
  );
}

interface PatientFinderProps {
  readonly onFound: (patient: BookedPatient) => void;
  readonly error: string | undefined;
  readonly focused: boolean;
}

function PatientFinder({ onFound, error, focused }: PatientFinderProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [typed, setTyped] = useState("");
  const [settled] = useDebouncedValue(typed.trim(), 200);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const answer = useAnswer({
    query: BookingPatientsDocument,
    variables: { search: settled },
    pause: settled.length < leastLetters,
  });
  const search = typed.trim();
  const current = settled === search && settled.length >= leastLetters && !answer.fetching;
  const found = current ? (answer.data?.patients?.nodes ?? null) : null;

  function choose(id: string): void {
    const patient = found?.find((candidate) => candidate.id === id);
    if (patient !== undefined) {
      onFound(patient);
    }
  }

  return (
    <Combobox store={combobox} onOptionSubmit={choose} position="bottom-start" transitionProps={{ duration: 0 }}>
      <Combobox.Target>
        <TextInput
          label={t("booking.patient")}
          placeholder={t("booking.patientPlaceholder")}
          autoComplete="off"
          data-autofocus
          autoFocus={focused}
          maxLength={100}
          value={typed}
          error={error}
          leftSection={<IconSearch size={17} stroke={1.8} aria-hidden />}
          rightSection={
            search.length >= leastLetters && !current ? <Loader size={16} aria-label={t("common.loading")} /> : null
          }
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            combobox.openDropdown();
            // The first match is a keystroke away; there is no search page to go to from here.
            combobox.resetSelectedOption();
          }}
          onFocus={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
          onKeyDown={(event) => {
            // Enter without a chosen match must not send the whole form.
            if (event.key === "Enter") {
              event.preventDefault();
            }
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={!current}>
        <Combobox.Options aria-label={t("booking.patient")}>
          {found?.map((candidate) => (
            <Combobox.Option key={candidate.id} value={candidate.id}>
              <PersonCell
                name={candidate.fullName}
                detail={[
                  t("person.mrn", { mrn: candidate.mrn }),
                  candidate.birthDate && format.date(candidate.birthDate),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              />
            </Combobox.Option>
          ))}
          {found?.length === 0 && <Combobox.Empty>{t("booking.patientNone", { search })}</Combobox.Empty>}
          {current && found === null && answer.error !== undefined && (
            <Combobox.Empty>{t("shell.searchFailed")}</Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
