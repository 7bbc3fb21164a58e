import type { PatientDemographicsFragment } from "../../graphql/graphql.ts";
import {
  type AddressValues,
  type CheckedPatient,
  type ContactValues,
  type EmergencyContactValues,
  linesOf,
  type PatientValues,
} from "./patient.schema.ts";

const newKey = () => crypto.randomUUID();

export const newAddress = (): AddressValues => ({
  ...{ key: newKey(), use: "HOME", lines: "", district: "", city: "", state: "", postalCode: "", country: null },
});

export const newContact = (): ContactValues => ({ key: newKey(), system: "PHONE", use: "MOBILE", value: "" });

export const newEmergencyContact = (): EmergencyContactValues => ({
  ...{ key: newKey(), name: "", relationship: "", phone: "" },
});

export const emptyPatient: PatientValues = {
  ...{ givenName: "", familyName: "", birthDate: "", deceasedDate: "", gender: null, email: "", phone: "" },
  ...{ language: null, timeZone: null, preferredChannel: null, needsInterpreter: false },
  ...{ addresses: [], contacts: [], emergencyContacts: [] },
};

/** A record as the form's fields hold it. Keys follow the places: what was typed before is found again by them. */
export function valuesOf(patient: PatientDemographicsFragment): PatientValues {
  const { addresses, contacts, emergencyContacts, settings } = patient;
  return {
    givenName: patient.givenName,
    familyName: patient.familyName,
    birthDate: patient.birthDate ?? "",
    deceasedDate: patient.deceasedDate ?? "",
    gender: patient.gender,
    email: patient.email ?? "",
    phone: patient.phone ?? "",
    language: patient.language,
    timeZone: patient.timeZone,
    preferredChannel: settings?.preferredChannel ?? null,
    needsInterpreter: settings?.needsInterpreter ?? false,
    addresses: (addresses ?? []).map(({ use, lines, district, city, state, postalCode, country }, index) => ({
      ...{ key: String(index), use, lines: lines.join("\n"), district: district ?? "", city: city ?? "" },
      ...{ state: state ?? "", postalCode: postalCode ?? "", country },
    })),
    contacts: (contacts ?? []).map(({ system, use, value }, index) => ({ key: String(index), system, use, value })),
    emergencyContacts: (emergencyContacts ?? []).map(({ name, relationship, phone }, index) => ({
      ...{ key: String(index), name, relationship: relationship ?? "", phone },
    })),
  };
}

/** What is sent of a record, alike for a new one and for one that is changed: null is nothing, or removes. */
export function inputOf({ preferredChannel, needsInterpreter, deceasedDate, ...facts }: CheckedPatient) {
  const { addresses, contacts, emergencyContacts, ...rest } = facts;
  return {
    ...rest,
    settings: { preferredChannel, needsInterpreter },
    addresses: addresses.map(({ key: _, lines, ...parts }) => ({ ...parts, lines: [...linesOf(lines)] })),
    contacts: contacts.map(({ key: _, ...parts }) => parts),
    emergencyContacts: emergencyContacts.map(({ key: _, ...parts }) => parts),
  };
}
