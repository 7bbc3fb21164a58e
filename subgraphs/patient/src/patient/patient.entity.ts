import { type AdministrativeGender, addressColumn, blindIndex, fold, ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import type { PreferredChannel } from "../demographics/demographics.type.ts";
import { normalizeEmail, normalizePhone } from "./patient.contact.ts";

type Searchable = { givenName: string; familyName: string; email?: string | null; phone?: string | null };

export const PatientRow = defineEntity({
  name: "PatientRow",
  tableName: "patient",
  properties: {
    ...ownedRow,
    /** The id in the system that the row was imported from. */
    externalId: p.text().$type<string | null>().nullable(),
    mrn: p.text(),
    givenName: p.text(),
    familyName: p.text(),
    // Searches compare folded text; keeping it in a column lets an index serve the prefix.
    givenNameFolded: p
      .text()
      .onCreate((row: Searchable) => fold(row.givenName))
      .onUpdate((row: Searchable) => fold(row.givenName)),
    familyNameFolded: p
      .text()
      .onCreate((row: Searchable) => fold(row.familyName))
      .onUpdate((row: Searchable) => fold(row.familyName)),
    birthDate: p.date(),
    deceasedDate: p.date().$type<string | null>().nullable(),
    gender: p.text().$type<AdministrativeGender | null>().nullable(),
    email: sensitive(),
    emailIndex: blindIndex<Searchable>("patient.email", (row) => row.email && normalizeEmail(row.email)),
    phone: sensitive(),
    phoneIndex: blindIndex<Searchable>("patient.phone", (row) => row.phone && normalizePhone(row.phone)),
    nationalId: sensitive(),
    driversLicense: sensitive(),
    passport: sensitive(),
    /** BCP 47, e.g. `es-MX`. */
    language: p.text().$type<string | null>().nullable(),
    /** IANA name, e.g. `America/New_York`. */
    timeZone: p.text().$type<string | null>().nullable(),
    /** Of rows that were written before there were several; plain, and null as soon as `addresses` is written. */
    address: addressColumn,
    /** JSON: a list of addresses. */
    addresses: sensitive(),
    /** JSON: a list of ways to reach the patient, beside `email` and `phone`. */
    contacts: sensitive(),
    /** JSON: a list of whom to call. */
    emergencyContacts: sensitive(),
    preferredChannel: p.text().$type<PreferredChannel | null>().nullable(),
    needsInterpreter: p.boolean().default(false),
    /** The records that were merged into this one; no column. */
    mergedIds: p
      .array()
      .$type<string[]>()
      .formula(
        (columns: Record<string, string>) =>
          `array(select alias.patient_id::text from patient_alias alias
             where alias.organization_id = ${columns.organizationId} and alias.surviving_id = ${columns.id}
               and alias.ended_at is null)`,
      ),
    archivedAt: p.datetime(3).$type<Date | null>().nullable(),
    archiveReason: sensitive(),
  },
  uniques: [
    { name: "patient_mrn_unique", properties: ["organizationId", "mrn"] },
    { name: "patient_external_id_unique", properties: ["organizationId", "externalId"] },
  ],
  indexes: [
    { properties: ["organizationId", "familyName", "givenName", "id"] },
    { properties: ["organizationId", "birthDate", "id"] },
    { properties: ["organizationId", "emailIndex"] },
    { properties: ["organizationId", "phoneIndex"] },
    // LIKE 'abc%' needs the pattern operator class unless the database's collation is C.
    {
      name: "patient_given_name_prefix",
      expression:
        "create index patient_given_name_prefix on patient (organization_id, given_name_folded text_pattern_ops)",
    },
    {
      name: "patient_family_name_prefix",
      expression:
        "create index patient_family_name_prefix on patient (organization_id, family_name_folded text_pattern_ops)",
    },
    {
      name: "patient_mrn_prefix",
      expression: "create index patient_mrn_prefix on patient (organization_id, mrn text_pattern_ops)",
    },
    {
      name: "patient_name_trigrams",
      expression:
        "create index patient_name_trigrams on patient using gin ((given_name_folded || ' ' || family_name_folded) gin_trgm_ops)",
    },
  ],
});

export type PatientRow = InferEntity<typeof PatientRow>;
