import type { MigrationClass } from "@careconnect/kit";
import { CountMergedPatientsOnce } from "./count-merged-patients-once.migration.ts";
import { CreateReadModel } from "./create-read-model.migration.ts";
import { ReportWhatWasReceived } from "./report-what-was-received.migration.ts";

/** In the order in which they run. */
export const migrations: readonly MigrationClass[] = [CreateReadModel, CountMergedPatientsOnce, ReportWhatWasReceived];
