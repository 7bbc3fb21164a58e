import { Textarea } from "@mantine/core";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { longestReason } from "../explain.ts";

interface ReasonFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
  readonly focused?: boolean;
}

/** Why money was moved back, in words that others read. */
export function ReasonField({ value, onChange, error, focused = false }: ReasonFieldProps) {
  const { t } = useTranslation("bookkeeping");
  return (
    <Textarea
      {...(focused ? { "data-autofocus": true } : {})}
      label={t("reason")}
      description={t("reasonHint")}
      required
      rows={3}
      maxLength={longestReason}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
    />
  );
}
