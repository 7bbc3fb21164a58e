import { TextInput } from "@mantine/core";
import type { ChangeEvent } from "react";

interface AmountFieldProps {
  readonly label: string;
  readonly description?: string | undefined;
  readonly currency: string;
  readonly value: string;
  readonly onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => void;
  readonly error: string | undefined;
  readonly focused?: boolean;
}

/** An amount as people type it; what it means is read when it is sent. */
export function AmountField({ currency, focused = false, ...field }: AmountFieldProps) {
  return (
    <TextInput
      {...(focused ? { "data-autofocus": true } : {})}
      {...field}
      required
      inputMode="decimal"
      autoComplete="off"
      maxLength={20}
      rightSection={currency}
      rightSectionWidth={52}
    />
  );
}
