import type { MigrationClass } from "@careconnect/kit";
import { CreateAvailability } from "./create-availability.migration.ts";
import { CreateProviders } from "./create-providers.migration.ts";

/** In the order in which they run. */
export const migrations: readonly MigrationClass[] = [CreateProviders, CreateAvailability];
