import type { MigrationClass } from "@careconnect/kit";
import { CreateUsers } from "./create-users.migration.ts";

/** In the order in which they run. */
export const migrations: readonly MigrationClass[] = [CreateUsers];
