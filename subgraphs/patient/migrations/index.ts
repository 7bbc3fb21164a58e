import type { MigrationClass } from "@careconnect/kit";
import { CreatePatients } from "./create-patients.migration.ts";

/** In the order in which they run. */
export const migrations: readonly MigrationClass[] = [CreatePatients];
