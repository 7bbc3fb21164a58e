import type { Form } from "../../../lib/forms/use-form.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { DayField } from "../../../ui/form/day-field.tsx";
import { FieldGrid } from "../../../ui/form/fields.tsx";

interface PeriodFieldsProps {
  readonly form: Pick<Form<{ startsOn: string; endsOn: string }>, "values" | "text">;
}

/** The days for which something new holds. */
export function PeriodFields({ form }: PeriodFieldsProps) {
  const { t } = useTranslation("bookkeeping");
  return (
    <FieldGrid>
      <DayField label={t("prices.startsOn")} required {...form.text("startsOn")} />
      <DayField label={t("prices.endsOn")} min={form.values.startsOn} {...form.text("endsOn")} />
    </FieldGrid>
  );
}
