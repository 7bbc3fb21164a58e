import { BillingPayersDocument } from "../../../graphql/graphql.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { type Choice, SearchSelect, useTypedSearch } from "../../../ui/form/search-select.tsx";

interface PayerFieldProps {
  readonly label?: string;
  readonly placeholder?: string;
  readonly value: string | null;
  readonly known?: Choice | null;
  readonly onChange: (payer: Choice | null) => void;
  readonly error?: string | undefined;
  readonly required?: boolean;
}

/** Chooses who pays for patients; more than the first fifty are found by typing. */
export function PayerField({ label, required = false, ...field }: PayerFieldProps) {
  const { t } = useTranslation("bookkeeping");
  const { search, setTyped } = useTypedSearch();
  const { data } = useAnswer({ query: BillingPayersDocument, variables: { search } });
  return (
    <SearchSelect
      {...(label === undefined ? { "aria-label": t("prices.payer") } : { label })}
      {...field}
      required={required}
      clearable={!required}
      onType={setTyped}
      found={(data?.payers?.nodes ?? []).map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}
