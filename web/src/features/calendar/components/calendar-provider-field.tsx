import { type CalendarProviderFragment, CalendarProvidersDocument } from "../../../graphql/graphql.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { SearchSelect, useTypedSearch } from "../../../ui/form/search-select.tsx";
import styles from "./calendar-page.module.css";

interface CalendarProviderFieldProps {
  /** Whose days are shown. */
  readonly provider: CalendarProviderFragment | null;
  readonly onChange: (providerId: string) => void;
}

/** Chooses whose days are shown; more than the first fifty are found by typing. */
export function CalendarProviderField({ provider, onChange }: CalendarProviderFieldProps) {
  const { t } = useTranslation("calendar");
  const { search, setTyped } = useTypedSearch();
  const { data } = useAnswer({ query: CalendarProvidersDocument, variables: { search } });
  const choiceOf = ({ id, fullName }: CalendarProviderFragment) => ({ value: id, label: fullName });
  return (
    <SearchSelect
      className={styles.provider}
      aria-label={t("provider")}
      placeholder={t("noProviderTitle")}
      nothingFoundMessage={t("providerNone")}
      value={provider?.id ?? null}
      known={provider && choiceOf(provider)}
      found={(data?.providers?.nodes ?? []).map(choiceOf)}
      onType={setTyped}
      onChange={(choice) => choice !== null && onChange(choice.value)}
    />
  );
}
