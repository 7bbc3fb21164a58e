import { Input, SegmentedControl } from "@mantine/core";
import { useId } from "react";
import { type AppointmentRowFragment, SeriesScope } from "../../../graphql/graphql.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { SmallError } from "../../../ui/state/small-error.tsx";
import { toCome } from "../series-of-visit.ts";
import type { SeriesAnswer } from "../use-series-of-visit.ts";

interface ScopeFieldProps {
  readonly appointment: AppointmentRowFragment;
  readonly of: SeriesAnswer;
  /** Null: this visit alone. */
  readonly scope: SeriesScope | null;
  readonly onChange: (scope: SeriesScope | null) => void;
}

const scopes = [SeriesScope.Following, SeriesScope.All] as const;

/** Whether a visit alone is meant, or what is to come of its series; nothing to choose where no other is to come. */
export function ScopeField({ appointment, of: { series, failed, retry }, scope, onChange }: ScopeFieldProps) {
  const { t } = useTranslation();
  const label = useId();
  if (failed) {
    return (
      <Input.Wrapper mt={16} label={t("booking.series.scope")} labelElement="div">
        <SmallError onRetry={retry} />
      </Input.Wrapper>
    );
  }
  if (series === null || !toCome(series).some(({ id }) => id !== appointment.id)) {
    return null;
  }
  return (
    <Input.Wrapper mt={16} label={t("booking.series.scope")} labelElement="div" labelProps={{ id: label }}>
      <SegmentedControl
        fullWidth
        aria-labelledby={label}
        value={scope ?? "ONE"}
        onChange={(value) => onChange(scopes.find((name) => name === value) ?? null)}
        data={(["ONE", ...scopes] as const).map((name) => ({ value: name, label: t(`booking.series.scopes.${name}`) }))}
      />
    </Input.Wrapper>
  );
}
