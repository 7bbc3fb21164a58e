import { TextInput } from "@mantine/core";

interface AmountFieldProps {
  readonly label: string;
  readonly description?: string | undefined;
  readonly currency: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
  readonly required?: boolean;
  readonly focused?: boolean;
}

/** An amount as people type it; what it means is read when it is sent. */
export function AmountField(props: AmountFieldProps) {
  const { label, description, currency, value, onChange, error, required = true, focused = false } = props;
  return (
    <TextInput
      {...(focused ? { "data-autofocus": true } : {})}
      label={label}
      description={description}
      required={required}
      inputMode="decimal"
      autoComplete="off"
      maxLength={20}
      rightSection={currency}
      rightSectionWidth={52}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
    />
  );
}
