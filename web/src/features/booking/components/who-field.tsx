import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { BookingProvidersDocument } from "../../../graphql/graphql.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import type { Who } from "../use-free-times.ts";

interface WhoFieldProps {
  readonly who: Who | null;
  readonly onChange: (who: Who | null) => void;
  readonly error: string | undefined;
}

const keyOf = (who: Who) => (who.kind === "provider" ? `provider:${who.id}` : `specialty:${who.code}`);

/** Chooses a provider, or a specialty of which any provider will do. More of them are found by typing. */
export function WhoField({ who, onChange, error }: WhoFieldProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), 250);
  const { data, current, fetching, stale } = useAnswer({
    query: BookingProvidersDocument,
    variables: { search: search === "" ? null : search },
  });
  // The list must not change under an option that arrows have led to: the keyboard takes whatever is in its place by then.
  const settled = typed.trim() === search && current && !fetching && !stale;
  const specialties = (data?.specialties ?? [])
    .filter(({ name }) => name.toLocaleLowerCase().includes(search.toLocaleLowerCase()))
    .map(({ code, name }): Who => ({ kind: "specialty", code, label: t("booking.anyOf", { specialty: name }) }));
  const providers = (data?.providers?.nodes ?? []).map(
    ({ id, fullName, specialties: own }): Who => ({
      kind: "provider",
      id,
      label: [fullName, own[0]?.name].filter(Boolean).join(" · "),
    }),
  );
  const found = settled ? [...providers, ...specialties] : [];
  // Whoever is chosen stays an option, whatever is being typed.
  const options = who === null || found.some((one) => keyOf(one) === keyOf(who)) ? found : [who, ...found];
  const group = (kind: Who["kind"]) =>
    options.filter((one) => one.kind === kind).map((one) => ({ value: keyOf(one), label: one.label }));

  return (
    <Select
      label={t("booking.who")}
      placeholder={t("booking.whoPlaceholder")}
      nothingFoundMessage={settled ? t("booking.whoNone") : undefined}
      searchable
      allowDeselect={false}
      error={error}
      maxDropdownHeight={280}
      comboboxProps={{ transitionProps: { duration: 0 } }}
      value={who === null ? null : keyOf(who)}
      onChange={(key) => onChange(options.find((one) => keyOf(one) === key) ?? null)}
      onSearchChange={(value) => setTyped(options.some(({ label }) => label === value) ? "" : value)}
      // The server has searched already, by rules of its own.
      filter={({ options: all }) => all}
      data={[
        { group: t("booking.providers"), items: group("provider") },
        { group: t("booking.specialties"), items: group("specialty") },
      ]}
    />
  );
}
