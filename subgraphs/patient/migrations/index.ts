import { AddEndsToCareVisits, CreateCareVisits, CreateFileRemovals, type MigrationClass } from "@careconnect/kit";
import { AddDemographics } from "./add-demographics.migration.ts";
import { BoundUploads } from "./bound-uploads.migration.ts";
import { CountScans } from "./count-scans.migration.ts";
import { CreateAccessGrants } from "./create-access-grants.migration.ts";
import { CreateAllergiesAndMedications } from "./create-allergies-and-medications.migration.ts";
import { CreateConsents } from "./create-consents.migration.ts";
import { CreateCoverages } from "./create-coverages.migration.ts";
import { CreateDocuments } from "./create-documents.migration.ts";
import { CreateErasures } from "./create-erasures.migration.ts";
import { CreateExports } from "./create-exports.migration.ts";
import { CreateMedicationRequests } from "./create-medication-requests.migration.ts";
import { CreatePatientMerges } from "./create-patient-merges.migration.ts";
import { CreatePatients } from "./create-patients.migration.ts";
import { CreateRestrictions } from "./create-restrictions.migration.ts";
import { CreateVisitNotes } from "./create-visit-notes.migration.ts";
import { FindDuplicates } from "./find-duplicates.migration.ts";
import { FindNamesWithTypos } from "./find-names-with-typos.migration.ts";
import { GiveUpUnscannable } from "./give-up-unscannable.migration.ts";
import { KeepCompletedErasures } from "./keep-completed-erasures.migration.ts";
import { KeepWhatWasChangedHere } from "./keep-what-was-changed-here.migration.ts";
import { KnowPayers } from "./know-payers.migration.ts";
import { OnePicture } from "./one-picture.migration.ts";

/** In the order in which they run. */
export const migrations: readonly MigrationClass[] = [
  CreatePatients,
  CreateAccessGrants,
  CreateCareVisits,
  AddDemographics,
  CreateCoverages,
  CreateAllergiesAndMedications,
  KeepWhatWasChangedHere,
  FindNamesWithTypos,
  AddEndsToCareVisits,
  CreatePatientMerges,
  CreateConsents,
  FindDuplicates,
  CreateDocuments,
  CreateExports,
  CreateFileRemovals,
  CreateMedicationRequests,
  BoundUploads,
  CountScans,
  CreateVisitNotes,
  OnePicture,
  GiveUpUnscannable,
  CreateErasures,
  KnowPayers,
  KeepCompletedErasures,
  CreateRestrictions,
];
