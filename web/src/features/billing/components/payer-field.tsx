import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { BillingPayersDocument } from "../../../graphql/graphql.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";

interface PayerFieldProps {
  readonly label?: string;
  readonly placeholder?: string;
  readonly value: string | null;
  readonly onChange: (payerId: string | null) => void;
  readonly error?: string | undefined;
  readonly required?: boolean;
}

/** Chooses who pays for patients; more than the first fifty are found by typing. */
export function PayerField({ label, placeholder, value, onChange, error, required = false }: PayerFieldProps) {
  const { t } = useTranslation("bookkeeping");
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<{ value: string; label: string } | null>(null);
  const [search] = useDebouncedValue(typed.trim(), 250);
  const { data } = useAnswer({ query: BillingPayersDocument, variables: { search: search === "" ? null : search } });
  const found = (data?.payers?.nodes ?? []).map(({ id, name }) => ({ value: id, label: name }));
  // Who was chosen stays chosen while one looks for somebody else.
  const options = chosen === null || found.some((one) => one.value === chosen.value) ? found : [chosen, ...found];
  return (
    <Select
      {...(label === undefined ? { "aria-label": t("prices.payer") } : { label })}
      placeholder={placeholder}
      required={required}
      searchable
      clearable={!required}
      value={value}
      onChange={(payerId, option) => {
        setChosen(option ?? null);
        onChange(payerId);
      }}
      onSearchChange={(text) => setTyped(options.some((one) => one.label === text) ? "" : text)}
      // The server has searched already, by rules of its own.
      filter={({ options: all }) => all}
      data={options}
      error={error}
    />
  );
}
