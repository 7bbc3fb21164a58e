import { Combobox, Loader, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import { PatientSuggestionsDocument } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { PersonCell } from "../../../ui/people/person-cell.tsx";
import styles from "./patient-search.module.css";

const everything = "all";

/** The top bar's search: the first matches as one types, each leading to its record, and a way to all of them. */
export function PatientSearch() {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const [settled] = useDebouncedValue(typed.trim(), 200);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const { data, error, fetching } = useAnswer({
    query: PatientSuggestionsDocument,
    variables: { search: settled },
    pause: settled.length < 2,
  });
  const search = typed.trim();
  const current = settled === search && settled.length >= 2 && !fetching;
  const found = current ? (data?.patients?.nodes ?? null) : null;

  function leave(path: string): void {
    setTyped("");
    combobox.closeDropdown();
    void navigate(path);
  }

  function choose(option: string): void {
    leave(option === everything ? `/patients?search=${encodeURIComponent(search)}` : `/patients/${option}`);
  }

  return (
    <Combobox
      store={combobox}
      onOptionSubmit={choose}
      width="target"
      position="bottom-start"
      transitionProps={{ duration: 0 }}
    >
      <Combobox.Target>
        <TextInput
          type="search"
          className={styles.field}
          aria-label={t("shell.searchLabel")}
          placeholder={t("shell.searchPlaceholder")}
          autoComplete="off"
          maxLength={100}
          value={typed}
          leftSection={<IconSearch size={18} stroke={1.8} aria-hidden />}
          rightSection={search.length >= 2 && !current ? <Loader size={16} aria-label={t("common.loading")} /> : null}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            combobox.resetSelectedOption();
            combobox.openDropdown();
          }}
          onFocus={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
          onKeyDown={(event) => {
            if (event.key === "Enter" && search !== "" && combobox.getSelectedOptionIndex() === -1) {
              event.preventDefault();
              choose(everything);
            }
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={!current}>
        <Combobox.Options aria-label={t("shell.searchLabel")}>
          {found?.map((patient) => (
            <Combobox.Option key={patient.id} value={patient.id}>
              <PersonCell
                name={patient.fullName}
                detail={[t("person.mrn", { mrn: patient.mrn }), patient.birthDate && format.date(patient.birthDate)]
                  .filter(Boolean)
                  .join(" · ")}
              />
            </Combobox.Option>
          ))}
          {found !== null && found.length > 0 && (
            <Combobox.Option value={everything} className={styles.all}>
              {t("shell.searchAll", { search })}
            </Combobox.Option>
          )}
          {found?.length === 0 && <Combobox.Empty>{t("shell.searchNone", { search })}</Combobox.Empty>}
          {current && found === null && error !== undefined && (
            <Combobox.Empty>{t("shell.searchFailed")}</Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
