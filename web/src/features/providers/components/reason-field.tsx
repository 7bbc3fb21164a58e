import { Textarea } from "@mantine/core";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";

interface ReasonFieldProps {
  readonly label?: string;
  /** How long it may be, and who reads it. */
  readonly description: string;
  readonly longest?: number;
  readonly required?: boolean;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
}

/** Why somebody decided as they did, in words that others read. */
export function ReasonField(props: ReasonFieldProps) {
  const { t } = useTranslation("directory");
  const { label = t("reason"), description, longest = 500, required = true, value, onChange, error } = props;
  return (
    <Textarea
      data-autofocus
      label={label}
      description={description}
      required={required}
      rows={3}
      maxLength={longest}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
    />
  );
}
