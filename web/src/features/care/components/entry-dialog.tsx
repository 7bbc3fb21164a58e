import type { ReactNode } from "react";
import type { Form } from "../../../lib/forms/use-form.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useToday } from "../../../lib/use-today.ts";
import { DayField } from "../../../ui/form/day-field.tsx";
import { FieldGrid, FieldStack } from "../../../ui/form/fields.tsx";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import type { CodedValues } from "../coded.schema.ts";
import { CodedFields } from "./coded-fields.tsx";
import type { HistoryPatient } from "./history-card.tsx";

/** What a dialog about an entry of a history is given. */
export interface HistoryDialogProps<Row> {
  readonly patient: HistoryPatient;
  /** The one that is corrected; null for a new one. */
  readonly subject: Row | null;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

interface EntryDialogProps<Values extends CodedValues> extends Omit<HistoryDialogProps<unknown>, "onDone"> {
  readonly form: Form<Values>;
  readonly kind: "allergies" | "conditions" | "medications";
  readonly systems: readonly string[];
  /** The fields that hold its first and its last day. */
  readonly days: readonly [begin: keyof Values & string, end: keyof Values & string];
  /** What entries of this kind have besides. */
  readonly children?: ReactNode;
}

/** The fields of an entry of a history: what it is, by name and code, and since when. */
export function EntryDialog<Values extends CodedValues>(props: EntryDialogProps<Values>) {
  const { form, kind, systems, days, children, patient, subject, opened, onClose } = props;
  const { t } = useTranslation("record");
  const today = useToday();
  const [begin, end] = days;
  return (
    <FormDialog
      form={form}
      title={t(subject === null ? `${kind}.add` : `${kind}.edit`)}
      subtitle={patient.name}
      size={560}
      opened={opened}
      onClose={onClose}
      submit={subject === null ? t("add") : t("save")}
    >
      <FieldStack>
        <CodedFields form={form} label={t(`${kind}.name`)} placeholder={t(`${kind}.placeholder`)} systems={systems} />
        {children}
        <FieldGrid>
          <DayField label={t("began")} max={today} {...form.text(begin)} />
          <DayField label={t("ended")} max={today} {...form.text(end)} />
        </FieldGrid>
      </FieldStack>
    </FormDialog>
  );
}
