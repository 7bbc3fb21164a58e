import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { AppointmentProviderNameDocument, ProviderOptionsDocument } from "../../../graphql/graphql.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import styles from "./provider-filter.module.css";

interface ProviderFilterProps {
  readonly providerId: string | null;
  readonly onChange: (providerId: string | null) => void;
}

/** Chooses one provider; more of them than the first fifty are found by typing. */
export function ProviderFilter({ providerId, onChange }: ProviderFilterProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), 250);
  const { data } = useAnswer({
    query: ProviderOptionsDocument,
    variables: { search: search === "" ? null : search },
  });
  const found = (data?.providers?.nodes ?? []).map(({ id, fullName }) => ({ value: id, label: fullName }));
  const chosenIsKnown = providerId === null || found.some(({ value }) => value === providerId);
  const { data: named } = useAnswer({
    query: AppointmentProviderNameDocument,
    variables: { id: providerId ?? "" },
    pause: chosenIsKnown,
  });
  const chosen = named?.provider;
  const options =
    chosenIsKnown || !chosen || chosen.id !== providerId
      ? found
      : [...found, { value: chosen.id, label: chosen.fullName }];

  return (
    <Select
      className={styles.field ?? ""}
      aria-label={t("appointments.provider")}
      placeholder={t("appointments.anyProvider")}
      nothingFoundMessage={t("appointments.providerNone")}
      searchable
      clearable
      value={providerId}
      onChange={onChange}
      onSearchChange={(value) => setTyped(options.some(({ label }) => label === value) ? "" : value)}
      // The server has searched already, by rules of its own.
      filter={({ options: all }) => all}
      data={options}
    />
  );
}
