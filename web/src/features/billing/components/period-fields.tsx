import { Group, TextInput } from "@mantine/core";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import type { usePeriod } from "../use-period.ts";

interface PeriodFieldsProps {
  readonly period: ReturnType<typeof usePeriod>;
  readonly form: {
    readonly problems: Partial<Record<"startsOn" | "endsOn", string | undefined>>;
    readonly mend: (place: "startsOn" | "endsOn") => void;
  };
}

export function PeriodFields({ period, form }: PeriodFieldsProps) {
  const { t } = useTranslation("bookkeeping");
  return (
    <Group grow align="start">
      <TextInput
        type="date"
        label={t("prices.startsOn")}
        required
        value={period.startsOn}
        onChange={(event) => {
          period.setStartsOn(event.currentTarget.value);
          form.mend("startsOn");
        }}
        error={form.problems.startsOn}
      />
      <TextInput
        type="date"
        label={t("prices.endsOn")}
        min={period.startsOn}
        value={period.endsOn}
        onChange={(event) => {
          period.setEndsOn(event.currentTarget.value);
          form.mend("endsOn");
        }}
        error={form.problems.endsOn}
      />
    </Group>
  );
}
