import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { type CalendarProviderFragment, CalendarProvidersDocument } from "../../../graphql/graphql.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import styles from "./calendar-page.module.css";

interface CalendarProviderFieldProps {
  /** Whose days are shown. */
  readonly provider: CalendarProviderFragment | null;
  readonly onChange: (providerId: string) => void;
}

/** Chooses whose days are shown; more than the first fifty are found by typing. */
export function CalendarProviderField({ provider, onChange }: CalendarProviderFieldProps) {
  const { t } = useTranslation("calendar");
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), 250);
  const { data } = useAnswer({
    query: CalendarProvidersDocument,
    variables: { search: search === "" ? null : search },
  });
  const found = data?.providers?.nodes ?? [];
  const options = provider === null || found.some(({ id }) => id === provider.id) ? found : [provider, ...found];
  return (
    <Select
      className={styles.provider ?? ""}
      aria-label={t("provider")}
      placeholder={t("noProviderTitle")}
      nothingFoundMessage={t("providerNone")}
      searchable
      allowDeselect={false}
      value={provider?.id ?? null}
      onChange={(value) => value !== null && onChange(value)}
      onSearchChange={(value) => setTyped(options.some(({ fullName }) => fullName === value) ? "" : value)}
      // The server has searched already, by rules of its own.
      filter={({ options: all }) => all}
      data={options.map(({ id, fullName }) => ({ value: id, label: fullName }))}
    />
  );
}
