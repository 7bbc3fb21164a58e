import { Select } from "@mantine/core";
import { BillingSpecialtiesDocument } from "../../../graphql/graphql.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";

interface SpecialtyFieldProps {
  readonly label?: string;
  readonly value: string | null;
  readonly onChange: (code: string | null) => void;
  readonly error?: string | undefined;
}

export function SpecialtyField({ label, value, onChange, error }: SpecialtyFieldProps) {
  const { t } = useTranslation("bookkeeping");
  const { data } = useAnswer({ query: BillingSpecialtiesDocument });
  return (
    <Select
      {...(label === undefined ? { "aria-label": t("prices.specialty") } : { label })}
      placeholder={t("prices.anySpecialty")}
      searchable
      clearable
      value={value}
      onChange={onChange}
      data={(data?.specialties ?? []).map(({ code, name }) => ({ value: code, label: name }))}
      error={error}
    />
  );
}
