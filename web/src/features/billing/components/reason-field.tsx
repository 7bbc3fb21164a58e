import { Textarea } from "@mantine/core";
import type { ChangeEvent } from "react";
import type { Limit } from "../../../lib/forms/fields.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";

interface ReasonFieldProps {
  readonly limit: Limit;
  readonly value: string;
  readonly onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => void;
  readonly error: string | undefined;
}

/** Why money was moved back, in words that others read. */
export function ReasonField({ limit, ...field }: ReasonFieldProps) {
  const { t } = useTranslation("bookkeeping");
  return (
    <Textarea label={t("reason")} description={t("reasonHint")} required rows={3} maxLength={limit.max} {...field} />
  );
}
