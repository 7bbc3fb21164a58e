import type { MigrationClass } from "@careconnect/kit";
import { CreateProvider } from "./create-provider.migration.ts";
import { CreateUsers } from "./create-users.migration.ts";
import { SessionAndAccess } from "./session-and-access.migration.ts";

/** In the order in which they run. */
export const migrations: readonly MigrationClass[] = [CreateUsers, CreateProvider, SessionAndAccess];
