import { Select, TextInput } from "@mantine/core";
import { limits } from "../../../graphql/limits.ts";
import type { Form } from "../../../lib/forms/use-form.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { FieldGrid, Wide } from "../../../ui/form/fields.tsx";
import { systemChoices } from "../code-systems.ts";
import type { CodedValues } from "../coded.schema.ts";

interface CodedFieldsProps<Values extends CodedValues> {
  readonly form: Form<Values>;
  readonly label: string;
  readonly placeholder: string;
  readonly systems: readonly string[];
}

/** What something is called, and its code, so that other systems know it as well. */
export function CodedFields<Values extends CodedValues>({
  form,
  label,
  placeholder,
  systems,
}: CodedFieldsProps<Values>) {
  const { t } = useTranslation("record");
  return (
    <FieldGrid>
      <Wide>
        <TextInput
          data-autofocus
          label={label}
          placeholder={placeholder}
          required
          maxLength={limits.RecordConditionInput.display.max}
          {...form.text("display" as keyof Values & string)}
        />
      </Wide>
      <Select
        label={t("codes.system")}
        allowDeselect={false}
        data={systemChoices(systems, form.values.system)}
        value={form.values.system}
        error={form.problem("system")}
        onChange={(value) => form.set("system", (value ?? form.values.system) as Values["system"])}
      />
      <TextInput
        label={t("codes.code")}
        required
        maxLength={limits.RecordConditionInput.code.max}
        {...form.text("code" as keyof Values & string)}
      />
    </FieldGrid>
  );
}
