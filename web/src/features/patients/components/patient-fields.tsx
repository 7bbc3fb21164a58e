import "@mantine/core/styles/Checkbox.css";
import { Checkbox, Select, Textarea, TextInput } from "@mantine/core";
import { useMemo } from "react";
import {
  AddressUse,
  AdministrativeGender,
  ContactSystem,
  ContactUse,
  PreferredChannel,
} from "../../../graphql/graphql.ts";
import { counts, limits } from "../../../graphql/limits.ts";
import { countryChoices, languageChoices, shownChoices, timeZoneChoices } from "../../../lib/format/choices.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import type { Form } from "../../../lib/forms/use-form.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useToday } from "../../../lib/use-today.ts";
import { DayField } from "../../../ui/form/day-field.tsx";
import { FieldList } from "../../../ui/form/field-list.tsx";
import { FieldGrid, FieldStack, Wide } from "../../../ui/form/fields.tsx";
import type { PatientValues } from "../patient.schema.ts";
import { newAddress, newContact, newEmergencyContact } from "../patient-values.ts";

const { RegisterPatientInput: most } = counts;
const genders = Object.values(AdministrativeGender);
const channels = Object.values(PreferredChannel);
const addressUses = Object.values(AddressUse);
const contactSystems = Object.values(ContactSystem);
const contactUses = Object.values(ContactUse);

interface PatientFieldsProps {
  readonly form: Form<PatientValues>;
  readonly withDeath: boolean;
}

/** The fields of a record, the same for a new one and for one that is changed. */
export function PatientFields({ form, withDeath }: PatientFieldsProps) {
  const { t } = useTranslation("record");
  const { t: common } = useTranslation();
  const { locale } = useFormat();
  const today = useToday();
  const { values } = form;
  const countries = useMemo(() => countryChoices(locale), [locale]);
  const change =
    <Name extends "addresses" | "contacts" | "emergencyContacts">(name: Name) =>
    (items: readonly PatientValues[Name][number][]) =>
      form.set(name, [...items] as PatientValues[Name]);

  return (
    <FieldStack>
      <FieldGrid>
        <TextInput
          data-autofocus
          label={t("facts.givenName")}
          required
          autoComplete="off"
          maxLength={limits.RegisterPatientInput.givenName.max}
          {...form.text("givenName")}
        />
        <TextInput
          label={t("facts.familyName")}
          required
          autoComplete="off"
          maxLength={limits.RegisterPatientInput.familyName.max}
          {...form.text("familyName")}
        />
        <DayField label={t("facts.born")} required max={today} {...form.text("birthDate")} />
        <Select
          label={t("facts.gender")}
          clearable
          data={genders.map((name) => ({ value: name, label: common(`person.gender.${name}`) }))}
          value={values.gender}
          error={form.problem("gender")}
          onChange={(value) => form.set("gender", genders.find((name) => name === value) ?? null)}
        />
        {withDeath && <DayField label={t("facts.died")} max={today} {...form.text("deceasedDate")} />}
      </FieldGrid>
      <FieldGrid>
        <TextInput
          type="tel"
          label={t("facts.phone")}
          placeholder="+1 617 555 0100"
          autoComplete="off"
          dir="ltr"
          {...form.text("phone")}
        />
        <TextInput
          type="email"
          label={t("facts.email")}
          autoComplete="off"
          dir="ltr"
          maxLength={limits.RegisterPatientInput.email.max}
          {...form.text("email")}
        />
        <Select
          label={t("facts.language")}
          searchable
          clearable
          data={languageChoices(locale, values.language)}
          value={values.language}
          error={form.problem("language")}
          onChange={(value) => form.set("language", value)}
        />
        <Select
          label={t("facts.timeZone")}
          searchable
          clearable
          limit={shownChoices}
          data={timeZoneChoices(values.timeZone)}
          value={values.timeZone}
          error={form.problem("timeZone")}
          onChange={(value) => form.set("timeZone", value)}
        />
        <Select
          label={t("facts.channel")}
          clearable
          data={channels.map((name) => ({ value: name, label: t(`channels.${name}`) }))}
          value={values.preferredChannel}
          error={form.problem("preferredChannel")}
          onChange={(value) => form.set("preferredChannel", channels.find((name) => name === value) ?? null)}
        />
        <Wide>
          <Checkbox
            label={t("needsInterpreter")}
            checked={values.needsInterpreter}
            onChange={(event) => form.set("needsInterpreter", event.currentTarget.checked)}
          />
        </Wide>
      </FieldGrid>
      <FieldList
        title={t("edit.addresses")}
        items={values.addresses}
        most={most.addresses.max}
        addLabel={t("edit.addAddress")}
        removeLabel={(index) => t("edit.removeAddress", { number: index + 1 })}
        rowLabel={(index) => t("edit.address", { number: index + 1 })}
        create={newAddress}
        onChange={change("addresses")}
      >
        {(address, set, index) => (
          <>
            <Select
              label={t("edit.use")}
              allowDeselect={false}
              data={addressUses.map((name) => ({ value: name, label: t(`addressUses.${name}`) }))}
              value={address.use}
              error={form.problem(`addresses.${index}.use`)}
              onChange={(value) => set({ use: addressUses.find((name) => name === value) ?? address.use })}
            />
            <Textarea
              label={t("edit.lines")}
              autosize
              minRows={1}
              maxRows={4}
              value={address.lines}
              error={form.problem(`addresses.${index}.lines`)}
              onChange={(event) => set({ lines: event.currentTarget.value })}
            />
            {(["city", "state", "postalCode", "district"] as const).map((part) => (
              <TextInput
                key={part}
                label={t(`edit.${part}`)}
                maxLength={limits.PatientAddressInput[part].max}
                value={address[part]}
                error={form.problem(`addresses.${index}.${part}`)}
                onChange={(event) => set({ [part]: event.currentTarget.value })}
              />
            ))}
            <Select
              label={t("edit.country")}
              searchable
              clearable
              limit={shownChoices}
              data={countries}
              value={address.country}
              error={form.problem(`addresses.${index}.country`)}
              onChange={(country) => set({ country })}
            />
          </>
        )}
      </FieldList>
      <FieldList
        title={t("edit.contacts")}
        items={values.contacts}
        most={most.contacts.max}
        addLabel={t("edit.addContact")}
        removeLabel={(index) => t("edit.removeContact", { number: index + 1 })}
        rowLabel={(index) => t("edit.contact", { number: index + 1 })}
        create={newContact}
        onChange={change("contacts")}
      >
        {(contact, set, index) => (
          <>
            <Select
              label={t("edit.system")}
              allowDeselect={false}
              data={contactSystems.map((name) => ({ value: name, label: t(`contactSystems.${name}`) }))}
              value={contact.system}
              error={form.problem(`contacts.${index}.system`)}
              onChange={(value) => set({ system: contactSystems.find((name) => name === value) ?? contact.system })}
            />
            <Select
              label={t("edit.use")}
              clearable
              data={contactUses.map((name) => ({ value: name, label: t(`contactUses.${name}`) }))}
              value={contact.use}
              error={form.problem(`contacts.${index}.use`)}
              onChange={(value) => set({ use: contactUses.find((name) => name === value) ?? null })}
            />
            <TextInput
              label={contact.system === "EMAIL" ? t("facts.email") : t("edit.number")}
              required
              dir="ltr"
              maxLength={limits.ContactPointInput.value.max}
              value={contact.value}
              error={form.problem(`contacts.${index}.value`)}
              onChange={(event) => set({ value: event.currentTarget.value })}
            />
          </>
        )}
      </FieldList>
      <FieldList
        title={t("emergencyContacts.title")}
        items={values.emergencyContacts}
        most={most.emergencyContacts.max}
        addLabel={t("edit.addEmergencyContact")}
        removeLabel={(index) => t("edit.removeEmergencyContact", { number: index + 1 })}
        rowLabel={(index) => t("edit.emergencyContact", { number: index + 1 })}
        create={newEmergencyContact}
        onChange={change("emergencyContacts")}
      >
        {(contact, set, index) =>
          (["name", "relationship", "phone"] as const).map((part) => (
            <TextInput
              key={part}
              label={t(part === "relationship" ? "edit.relationship" : `facts.${part}`)}
              required={part !== "relationship"}
              {...(part === "phone"
                ? { dir: "ltr", type: "tel" }
                : { maxLength: limits.EmergencyContactInput[part].max })}
              value={contact[part]}
              error={form.problem(`emergencyContacts.${index}.${part}`)}
              onChange={(event) => set({ [part]: event.currentTarget.value })}
            />
          ))
        }
      </FieldList>
    </FieldStack>
  );
}
