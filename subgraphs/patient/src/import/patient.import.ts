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
import { addressColumns, addressOfHome } from "../demographics/demographics.columns.ts";
import { takeMrns } from "../patient/mrn.service.ts";
import { PatientRow } from "../patient/patient.entity.ts";
import { patientRegistered, patientUpdated } from "../patient/patient.events.ts";
import { emailAddress, pastDay, personName, phoneNumber } from "../patient/patient.schema.ts";

const identifier = z.string().trim().min(1).max(100);

const patientRow = z.strictObject({
  externalId: identifier,
  mrn: identifier.optional(),
  givenName: personName,
  familyName: personName,
  birthDate: pastDay,
  deceasedDate: pastDay.optional(),
  gender: z.enum(AdministrativeGender).optional(),
  email: emailAddress.optional(),
  phone: phoneNumber.optional(),
  language: languageTag.optional(),
  timeZone: timeZoneName.optional(),
  nationalId: identifier.optional(),
  driversLicense: identifier.optional(),
  passport: identifier.optional(),
  address: addressSchema.optional(),
});

/** Patients of a source system; a row without an MRN gets the organization's next one. */
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
        ...addressColumns(row.address ? [addressOfHome(row.address)] : null),
      })),
      {
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
