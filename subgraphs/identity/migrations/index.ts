import { CreatePatientAliases, type MigrationClass } from "@careconnect/kit";
import { Accounts } from "./accounts.migration.ts";
import { AccountsOfRecords } from "./accounts-of-records.migration.ts";
import { ApplicationAccess } from "./application-access.migration.ts";
import { ApplicationAccessRoles } from "./application-access-roles.migration.ts";
import { Connections } from "./connection.migration.ts";
import { CreateProvider } from "./create-provider.migration.ts";
import { CreateUsers } from "./create-users.migration.ts";
import { DropDemoSessions } from "./drop-demo-sessions.migration.ts";
import { DropPendingTotp } from "./drop-pending-totp.migration.ts";
import { SessionActivity } from "./session-activity.migration.ts";
import { SessionAndAccess } from "./session-and-access.migration.ts";
import { SessionNetwork } from "./session-network.migration.ts";
import { SignInGeneration } from "./sign-in-generation.migration.ts";

/** In the order in which they run. */
export const migrations: readonly MigrationClass[] = [
  CreateUsers,
  CreateProvider,
  SessionAndAccess,
  Accounts,
  SessionNetwork,
  Connections,
  DropDemoSessions,
  DropPendingTotp,
  SignInGeneration,
  SessionActivity,
  AccountsOfRecords,
  ApplicationAccess,
  ApplicationAccessRoles,
  CreatePatientAliases,
];
