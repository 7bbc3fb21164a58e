import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { AccessProvidersDocument, type AccessProvidersQuery } from "../../../graphql/graphql.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";

type Provider = NonNullable<AccessProvidersQuery["providers"]>["nodes"][number];

interface ProviderFieldProps {
  readonly value: string | null;
  readonly error: string | undefined;
  readonly onChange: (providerId: string) => void;
}

const typingMilliseconds = 250;

/** One of the clinic's providers, found by typing. */
export function ProviderField({ value, error, onChange }: ProviderFieldProps) {
  const { t } = useTranslation("record");
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), typingMilliseconds);
  const [chosen, setChosen] = useState<Provider | null>(null);
  const { data } = useAnswer({
    query: AccessProvidersDocument,
    variables: { search: search === "" ? null : search },
  });
  const found = data?.providers?.nodes ?? [];
  const all = new Map([...(chosen === null ? [] : [chosen]), ...found].map((one) => [one.id, one]));
  const choices = [...all.values()].map(({ id, fullName, specialties }) => ({
    value: id,
    label: [fullName, specialties[0]?.name].filter(Boolean).join(" · "),
  }));
  return (
    <Select
      label={t("grants.provider")}
      placeholder={t("grants.providerPlaceholder")}
      required
      searchable
      nothingFoundMessage={t("grants.providerNone")}
      value={value}
      error={error}
      // The server has searched already, by rules of its own.
      filter={({ options }) => options}
      data={choices}
      onSearchChange={(next) => setTyped(choices.some(({ label }) => label === next) ? "" : next)}
      onChange={(id) => {
        const one = id === null ? undefined : all.get(id);
        if (one !== undefined) {
          setChosen(one);
          onChange(one.id);
        }
      }}
    />
  );
}
