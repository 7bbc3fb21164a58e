import { TextInput } from "@mantine/core";
import type { ChangeEvent } from "react";

interface PercentageFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => void;
  readonly error: string | undefined;
}

/** A percentage as people type it; what it means is read when it is sent. */
export function PercentageField(field: PercentageFieldProps) {
  return <TextInput {...field} inputMode="decimal" maxLength={6} rightSection="%" />;
}
