import { AppointmentProviderNameDocument, ProviderOptionsDocument } from "../../../graphql/graphql.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { SearchSelect, useTypedSearch } from "../../../ui/form/search-select.tsx";
import styles from "./provider-filter.module.css";

interface ProviderFilterProps {
  readonly providerId: string | null;
  readonly onChange: (providerId: string | null) => void;
}

/** Chooses one provider; more of them than the first fifty are found by typing. */
export function ProviderFilter({ providerId, onChange }: ProviderFilterProps) {
  const { t } = useTranslation();
  const { search, setTyped } = useTypedSearch();
  const { data } = useAnswer({ query: ProviderOptionsDocument, variables: { search } });
  const found = (data?.providers?.nodes ?? []).map(choiceOf);
  // Of a provider whom the page's address names the name may not be known yet.
  const { data: named } = useAnswer({
    query: AppointmentProviderNameDocument,
    variables: { id: providerId ?? "" },
    pause: providerId === null || found.some(({ value }) => value === providerId),
  });
  return (
    <SearchSelect
      className={styles.field}
      aria-label={t("appointments.provider")}
      placeholder={t("appointments.anyProvider")}
      nothingFoundMessage={t("appointments.providerNone")}
      clearable
      value={providerId}
      known={named?.provider ? choiceOf(named.provider) : null}
      found={found}
      onType={setTyped}
      onChange={(choice) => onChange(choice?.value ?? null)}
    />
  );
}

function choiceOf({ id, fullName }: { readonly id: string; readonly fullName: string }) {
  return { value: id, label: fullName };
}
