import { TextInput } from "@mantine/core";
import type { ChangeEvent } from "react";

interface DayFieldProps {
  readonly label: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => void;
  readonly required?: boolean;
  readonly min?: string;
  readonly max?: string;
  readonly description?: string;
  /** The first field of a dialog. */
  readonly focused?: boolean;
}

/** A day, by the browser's own field: typed in the reader's order, or chosen. */
export function DayField({ focused = false, ...props }: DayFieldProps) {
  return <TextInput type="date" {...(focused ? { "data-autofocus": true } : {})} {...props} />;
}
