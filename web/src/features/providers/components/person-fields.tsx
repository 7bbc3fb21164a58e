import "@mantine/core/styles/Pill.css";
import "@mantine/core/styles/PillsInput.css";
import { MultiSelect, Select, TextInput } from "@mantine/core";
import { useMemo } from "react";
import { DirectoryChoicesDocument } from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { languageChoices, shownChoices, timeZoneChoices } from "../../../lib/format/choices.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import type { Form } from "../../../lib/forms/use-form.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { FieldGrid, Wide } from "../../../ui/form/fields.tsx";
import type { PersonValues } from "../person.schema.ts";

interface PersonFieldsProps<Values extends PersonValues> {
  readonly form: Form<Values>;
  /** What is known of them already: it stays a choice, wherever it comes from. */
  readonly known: {
    readonly specialties: readonly { readonly code: string; readonly name: string }[];
    readonly locations: readonly { readonly id: string; readonly name: string }[];
  };
  /** More about the person, after the name. */
  readonly children?: React.ReactNode;
}

/** Who a provider is, what they practise, where and in which languages. */
export function PersonFields<Values extends PersonValues>({ form, known, children }: PersonFieldsProps<Values>) {
  const { t } = useTranslation("directory");
  const { t: common } = useTranslation();
  const { locale } = useFormat();
  const { data } = useAnswer({ query: DirectoryChoicesDocument, variables: {} });
  // The fields of a person are the same, whatever else a form holds.
  const person = form as unknown as Form<PersonValues>;
  const { values } = person;
  const specialties = choicesOf(
    [...known.specialties, ...(data?.specialties ?? [])].map(({ code, name }) => ({ value: code, label: name })),
  );
  const locations = choicesOf(
    [...known.locations, ...(data?.locations?.nodes ?? [])].map(({ id, name }) => ({ value: id, label: name })),
  );
  const languages = useMemo(
    () => choicesOf([null, ...values.languages].flatMap((tag) => languageChoices(locale, tag))),
    [locale, values.languages],
  );
  return (
    <FieldGrid>
      <TextInput
        data-autofocus
        label={t("person.givenName")}
        required
        autoComplete="off"
        maxLength={limits.UpdateProviderInput.givenName.max}
        {...person.text("givenName")}
      />
      <TextInput
        label={t("person.familyName")}
        required
        autoComplete="off"
        maxLength={limits.UpdateProviderInput.familyName.max}
        {...person.text("familyName")}
      />
      {children}
      <Wide>
        <MultiSelect
          label={t("person.specialties")}
          required
          searchable
          data={specialties}
          {...person.field("specialties")}
        />
      </Wide>
      <Wide>
        <MultiSelect
          label={common("providers.locations")}
          searchable
          clearable
          data={locations}
          {...person.field("locationIds")}
        />
      </Wide>
      <MultiSelect
        label={t("profile.languages")}
        searchable
        clearable
        limit={shownChoices}
        data={languages}
        {...person.field("languages")}
      />
      <Select
        label={common("providers.timeZone")}
        description={t("person.timeZoneHint")}
        inputWrapperOrder={["label", "input", "description", "error"]}
        required
        searchable
        allowDeselect={false}
        limit={shownChoices}
        data={timeZoneChoices(values.timeZone)}
        value={values.timeZone}
        error={person.problem("timeZone")}
        onChange={(zone) => person.set("timeZone", zone ?? values.timeZone)}
      />
    </FieldGrid>
  );
}

function choicesOf(all: readonly { readonly value: string; readonly label: string }[]) {
  return [...new Map(all.map((one) => [one.value, one])).values()];
}
