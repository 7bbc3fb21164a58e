import * as z from "zod/mini";
import {
  AddressUse,
  AdministrativeGender,
  ContactSystem,
  ContactUse,
  PreferredChannel,
} from "../../graphql/graphql.ts";
import { counts, limits } from "../../graphql/limits.ts";
import type { CalendarDate } from "../../lib/format/calendar-date.ts";
import { optionalPastDay, pastDay } from "../../lib/forms/days.ts";
import { optionalText, text } from "../../lib/forms/fields.ts";

const { RegisterPatientInput: most, PatientAddressInput: mostOfAddress } = counts;
const { RegisterPatientInput: ofPatient, PatientAddressInput: ofAddress, ContactPointInput: ofContact } = limits;

const isPhone = (value: string) => /^\+[1-9][\d\s()./-]{5,24}$/.test(value);
const isEmail = (value: string) => value.length <= ofPatient.email.max && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value);

const phone = z.string().check(z.trim(), z.minLength(1), z.refine(isPhone, { error: "forms.phone" }));

/** One that may be left empty, which is null then. */
function orNothing(isRight: (value: string) => boolean, error: "forms.phone" | "forms.invalid") {
  return z.pipe(
    z.string().check(
      z.trim(),
      z.refine((value) => value === "" || isRight(value), { error }),
    ),
    z.transform((value): string | null => (value === "" ? null : value)),
  );
}

const nullText = (limit: { readonly min: number; readonly max: number }) =>
  z.pipe(
    optionalText(limit),
    z.transform((value): string | null => value ?? null),
  );

const address = z
  .object({
    key: z.string(),
    use: z.enum(AddressUse),
    lines: z.string().check(
      z.refine((value) => linesOf(value).length <= mostOfAddress.lines.max, {
        error: "forms.lines",
        params: { most: mostOfAddress.lines.max },
      }),
      z.refine((value) => linesOf(value).every((one) => one.length <= ofAddress.lines.max), {
        error: "forms.tooLong",
        params: { count: ofAddress.lines.max },
      }),
    ),
    district: nullText(ofAddress.district),
    city: nullText(ofAddress.city),
    state: nullText(ofAddress.state),
    postalCode: nullText(ofAddress.postalCode),
    country: z.nullable(z.string()),
  })
  .check(
    z.refine(
      ({ lines, district, city, state, postalCode: code, country }) =>
        [linesOf(lines).length > 0, district, city, state, code, country].some(Boolean),
      { path: ["lines"], error: "forms.missing" },
    ),
  );

const contact = z
  .object({
    key: z.string(),
    system: z.enum(ContactSystem),
    use: z.nullable(z.enum(ContactUse)),
    value: text(ofContact.value),
  })
  .check(
    z.refine(({ system, value }) => (system === "EMAIL" ? isEmail : isPhone)(value), {
      path: ["value"],
      error: "forms.invalid",
    }),
  );

const emergencyContact = z.object({
  key: z.string(),
  name: text(limits.EmergencyContactInput.name),
  relationship: nullText(limits.EmergencyContactInput.relationship),
  phone,
});

/** Lines of an address as they are typed in one field. */
export function linesOf(typed: string): readonly string[] {
  return typed.split("\n").flatMap((one) => (one.trim() === "" ? [] : [one.trim()]));
}

/** A patient's record as a form holds it. */
export function patientSchema(today: CalendarDate) {
  return z
    .object({
      givenName: text(ofPatient.givenName),
      familyName: text(ofPatient.familyName),
      birthDate: pastDay(today),
      deceasedDate: optionalPastDay(today),
      gender: z.nullable(z.enum(AdministrativeGender)),
      email: orNothing(isEmail, "forms.invalid"),
      phone: orNothing(isPhone, "forms.phone"),
      language: z.nullable(z.string()),
      timeZone: z.nullable(z.string()),
      preferredChannel: z.nullable(z.enum(PreferredChannel)),
      needsInterpreter: z.boolean(),
      addresses: z.array(address).check(z.maxLength(most.addresses.max)),
      contacts: z.array(contact).check(z.maxLength(most.contacts.max)),
      emergencyContacts: z.array(emergencyContact).check(z.maxLength(most.emergencyContacts.max)),
    })
    .check(
      z.refine(({ birthDate, deceasedDate }) => deceasedDate === null || deceasedDate >= birthDate, {
        path: ["deceasedDate"],
        error: "forms.order",
      }),
    );
}

export type PatientValues = z.input<ReturnType<typeof patientSchema>>;
export type CheckedPatient = z.output<ReturnType<typeof patientSchema>>;
export type AddressValues = PatientValues["addresses"][number];
export type ContactValues = PatientValues["contacts"][number];
export type EmergencyContactValues = PatientValues["emergencyContacts"][number];
