import { Select, TextInput } from "@mantine/core";
import type { ChangeEvent } from "react";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { type Repetition, repetitions } from "../repetition.ts";
import styles from "./series-fields.module.css";

interface RuleFieldsProps {
  readonly repetition: Repetition | null;
  readonly onRepetition: (repetition: Repetition | null) => void;
  /** Whether not to repeat is a choice, too. */
  readonly optional?: boolean;
  readonly error?: string | undefined;
  readonly count: {
    readonly value: string;
    readonly error: string | undefined;
    readonly description?: string;
    readonly onChange: (event: ChangeEvent<HTMLInputElement>) => void;
  };
}

/** How often visits of a series are, and how many. */
export function RuleFields({ repetition, onRepetition, optional = false, error, count }: RuleFieldsProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.rule}>
      <Select
        label={t("booking.series.repeats")}
        allowDeselect={false}
        value={repetition ?? (optional ? "never" : null)}
        onChange={(value) => onRepetition(repetitions.find((name) => name === value) ?? null)}
        error={error}
        data={[
          ...(optional ? [{ value: "never", label: t("booking.series.never") }] : []),
          ...repetitions.map((name) => ({ value: name, label: t(`booking.series.every.${name}`) })),
        ]}
      />
      {(repetition !== null || !optional) && (
        <TextInput label={t("booking.series.count")} inputMode="numeric" maxLength={3} {...count} />
      )}
    </div>
  );
}
