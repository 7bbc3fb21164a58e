import { Loader } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, useId, useState } from "react";
import { useNavigate } from "react-router";
import { PatientSuggestionsDocument } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { keepSearch } from "../../../lib/kept-search.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { PersonCell } from "../../../ui/people/person-cell.tsx";
import styles from "./patient-search.module.css";

const shortest = 2;

/**
 * The top bar's search: the first matches as one types, each leading to its record, and a way to all of them. On every
 * page from the first moment on, so it is a field and a list of the browser's own.
 */
export function PatientSearch() {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const viewer = useViewer();
  const id = useId();
  const [typed, setTyped] = useState("");
  const [opened, setOpened] = useState(false);
  const [active, setActive] = useState<number | null>(null);
  const [settled] = useDebouncedValue(typed.trim(), 200);
  const { data, error, fetching } = useAnswer({
    query: PatientSuggestionsDocument,
    variables: { search: settled },
    pause: settled.length < shortest,
  });
  const search = typed.trim();
  const current = settled === search && settled.length >= shortest && !fetching;
  const found = current ? (data?.patients?.nodes ?? null) : null;
  const options =
    found === null || found.length === 0
      ? []
      : [...found.map((patient) => () => leave(`/patients/${patient.id}`)), all];
  const shown = opened && current;

  function leave(path: string, state?: unknown): void {
    setTyped("");
    setOpened(false);
    setActive(null);
    void navigate(path, { state });
  }

  function all(): void {
    leave("/patients", keepSearch(viewer.id, search));
  }

  function steer(event: KeyboardEvent): void {
    const count = options.length;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count > 0) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setOpened(true);
      setActive(active === null ? (step === 1 ? 0 : count - 1) : (active + step + count) % count);
    } else if (event.key === "Enter" && search !== "") {
      event.preventDefault();
      const chosen = active === null ? undefined : options[active];
      (chosen ?? all)();
    } else if (event.key === "Escape" && shown) {
      event.preventDefault();
      setOpened(false);
      setActive(null);
    }
  }

  const option = (index: number) => ({
    id: `${id}${index}`,
    role: "option",
    tabIndex: -1,
    className: styles.option,
    "aria-selected": index === active,
    // The field keeps the focus, or the list would be gone before it is clicked.
    onPointerDown: (event: { preventDefault: () => void }) => event.preventDefault(),
    onClick: options[index] ?? all,
  });

  return (
    <div className={styles.search}>
      <IconSearch size={18} stroke={1.8} aria-hidden className={styles.icon} />
      <input
        type="search"
        role="combobox"
        className={styles.field}
        aria-label={t("shell.searchLabel")}
        aria-autocomplete="list"
        aria-expanded={shown && options.length > 0}
        aria-controls={shown && options.length > 0 ? id : undefined}
        aria-activedescendant={shown && active !== null ? `${id}${active}` : undefined}
        placeholder={t("shell.searchPlaceholder")}
        autoComplete="off"
        maxLength={100}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setActive(null);
          setOpened(true);
        }}
        onFocus={() => setOpened(true)}
        onBlur={() => setOpened(false)}
        onKeyDown={steer}
      />
      {search.length >= shortest && !current && (
        <Loader size={16} aria-label={t("common.loading")} className={styles.loader ?? ""} />
      )}
      {shown && options.length > 0 && (
        <div id={id} role="listbox" aria-label={t("shell.searchLabel")} className={styles.list}>
          {found?.map((patient, index) => (
            <div key={patient.id} {...option(index)}>
              <PersonCell
                name={patient.fullName}
                detail={[t("person.mrn", { mrn: patient.mrn }), patient.birthDate && format.date(patient.birthDate)]
                  .filter(Boolean)
                  .join(" · ")}
              />
            </div>
          ))}
          <div {...option(options.length - 1)} data-all>
            {t("shell.searchAll", { search })}
          </div>
        </div>
      )}
      {shown && options.length === 0 && (
        <p role="status" className={styles.list}>
          {found === null && error !== undefined ? t("shell.searchFailed") : t("shell.searchNone", { search })}
        </p>
      )}
    </div>
  );
}
