import {
  AdministrativeGender,
  addressSchema,
  defineImport,
  importedId,
  languageTag,
  outcomeOf,
  saveImportedRows,
  timeZoneName,
} from "@careconnect/kit";
import { z } from "zod";
import { addressColumns, addressesOf, addressOfHome, columnsOfHome } from "../demographics/demographics.columns.ts";
import { takeMrns } from "../patient/mrn.service.ts";
import { PatientRow } from "../patient/patient.entity.ts";
import { patientRegistered, patientUpdated } from "../patient/patient.events.ts";
import { begunDay, emailAddress, phoneNumber } from "../patient/patient.schema.ts";

const identifier = z.string().trim().min(1).max(100);

// What a source system says of somebody goes in, even where nobody would be registered so: names such as "1", old births.
const name = z.string().trim().min(1, "must not be empty").max(200, "must have 200 characters at most");

const patientRow = z
  .strictObject({
    externalId: identifier,
    mrn: identifier.optional(),
    givenName: name,
    familyName: name,
    birthDate: begunDay,
    deceasedDate: begunDay.optional(),
    gender: z.enum(AdministrativeGender).optional(),
    email: emailAddress.optional(),
    phone: phoneNumber.optional(),
    language: languageTag.optional(),
    timeZone: timeZoneName.optional(),
    nationalId: identifier.optional(),
    driversLicense: identifier.optional(),
    passport: identifier.optional(),
    address: addressSchema.optional(),
  })
  .refine(({ birthDate, deceasedDate }) => deceasedDate === undefined || birthDate <= deceasedDate, {
    path: ["deceasedDate"],
    message: "must not be before the birth",
  });

/**
 * Patients of a source system; a row without an MRN gets the organization's next one. It knows of one address, where they
 * live: the others that they were given here stay.
 */
export const patientImport = defineImport<z.infer<typeof patientRow>>({
  plural: "patients",
  entityType: "Patient",
  schema: patientRow,
  async save(unit, rows, context) {
    const saved = await saveImportedRows(
      unit,
      PatientRow,
      rows.map((row) => ({
        id: importedId(context.viewer.organizationId, "patient", row.externalId),
        externalId: row.externalId,
        ...(row.mrn !== undefined && { mrn: row.mrn }),
        givenName: row.givenName,
        familyName: row.familyName,
        birthDate: row.birthDate,
        deceasedDate: row.deceasedDate ?? null,
        gender: row.gender ?? null,
        email: row.email ?? null,
        phone: row.phone ?? null,
        language: row.language ?? null,
        timeZone: row.timeZone ?? null,
        nationalId: row.nationalId ?? null,
        driversLicense: row.driversLicense ?? null,
        passport: row.passport ?? null,
        ...(row.address && addressColumns([addressOfHome(row.address)])),
      })),
      {
        changesOf(patient, incoming) {
          const [home] = addressesOf(incoming as PatientRow);
          return home ? { ...incoming, ...columnsOfHome(patient, home) } : incoming;
        },
        async completeNew(created) {
          const unnumbered = created.filter((row) => row.mrn === undefined);
          const mrns = await takeMrns(unit.em, unnumbered.length);
          for (const [index, row] of unnumbered.entries()) row.mrn = String(mrns[index]);
        },
      },
    );
    for (const { row, outcome } of saved) {
      if (outcome === "created") unit.emit(() => patientRegistered(row, { imported: true }));
      if (outcome === "updated") unit.emit(() => patientUpdated(row, { imported: true }));
    }
    return saved.map(outcomeOf);
  },
});
