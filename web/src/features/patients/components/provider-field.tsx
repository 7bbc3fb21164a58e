import { AccessProvidersDocument } from "../../../graphql/graphql.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { type Choice, SearchSelect, useTypedSearch } from "../../../ui/form/search-select.tsx";

interface ProviderFieldProps {
  readonly provider: Choice | null;
  readonly error: string | undefined;
  readonly onChange: (provider: Choice | null) => void;
}

/** One of the clinic's providers, found by typing. */
export function ProviderField({ provider, error, onChange }: ProviderFieldProps) {
  const { t } = useTranslation("record");
  const { search, setTyped } = useTypedSearch();
  const { data } = useAnswer({ query: AccessProvidersDocument, variables: { search } });
  return (
    <SearchSelect
      label={t("grants.provider")}
      placeholder={t("grants.providerPlaceholder")}
      nothingFoundMessage={t("grants.providerNone")}
      required
      value={provider?.value ?? null}
      known={provider}
      found={(data?.providers?.nodes ?? []).map(({ id, fullName, specialties }) => ({
        value: id,
        label: [fullName, specialties[0]?.name].filter(Boolean).join(" · "),
      }))}
      onType={setTyped}
      error={error}
      onChange={onChange}
    />
  );
}
