import type { EntityMetadata, MetadataStorage } from "@mikro-orm/core";
import { type Migration, Migrator } from "@mikro-orm/migrations";
import { AddAuditClient } from "../audit/audit-client.migration.ts";
import { CreateAuditSubjects } from "../audit/audit-subjects.migration.ts";
import { CreateIdempotencyRecords } from "../command/idempotency.migration.ts";
import type { MigrationConfig } from "../config/config.ts";
import { CreateErasedPatients } from "../erasure/erased-patients.migration.ts";
import { guardStatements, replacedColumns } from "../erasure/erasure.guard.ts";
import { CreateEventSubscribers } from "../outbox/event-subscribers.migration.ts";
import { grantRelay, prepareMonths } from "../outbox/outbox.sql.ts";
import { WithholdActors } from "../outbox/withheld-actors.migration.ts";
import { CreateRestrictedPatients } from "../restriction/restricted-patients.migration.ts";
import { AddDataKeyRotations } from "../sensitive/data-key-rotations.migration.ts";
import { CreateDataKeys } from "../sensitive/data-keys.migration.ts";
import type { SubjectRule } from "../subject/subject.rules.ts";
import { CreateAuditAndOutbox } from "./audit-and-outbox.migration.ts";
import { type Entity, openOrm } from "./orm.ts";

export type MigrationClass = new (...args: ConstructorParameters<typeof Migration>) => Migration;

/** The tables that every subgraph has come first. */
const kitMigrations: readonly MigrationClass[] = [
  CreateAuditAndOutbox,
  CreateIdempotencyRecords,
  CreateAuditSubjects,
  CreateDataKeys,
  CreateEventSubscribers,
  AddDataKeyRotations,
  AddAuditClient,
  WithholdActors,
  CreateErasedPatients,
  CreateRestrictedPatients,
];

/** Tables that every subgraph has and whose rows the serving role never changes: a key that is lost takes data with it. */
const appendOnlyTables = ["audit_entry", "outbox_event", "event_log", "data_key"];

interface Migratable {
  readonly entities: readonly Entity[];
  readonly unowned?: readonly Entity[];
  readonly migrations: readonly MigrationClass[];
  readonly appendOnly?: readonly string[];
  readonly subjectRules?: readonly SubjectRule[];
}

/** Brings the schema up to date as its owner, then grants the serving role what it needs and no more. */
export async function migrate(subgraph: Migratable, config: MigrationConfig): Promise<void> {
  const orm = await openAsOwner(subgraph, config.ownerUrl);
  try {
    await orm.migrator.up();
    await orm.em.getConnection().execute(prepareMonths);
    for (const statement of guardStatements(orm.getMetadata(), subgraph.subjectRules ?? [], subgraph.appendOnly))
      await orm.em.getConnection().execute(statement);
    const role = quoteIdentifier(config.applicationRole);
    const frozen = [...appendOnlyTables, ...(subgraph.appendOnly ?? [])].map(quoteIdentifier).join(", ");
    await orm.em.getConnection().execute(`
      grant usage on schema public to ${role};
      grant select, insert, update, delete on all tables in schema public to ${role};
      grant usage, select on all sequences in schema public to ${role};
      revoke all on table mikro_orm_migrations from ${role};
    `);
    // An owner that also serves (one role, demo only) keeps its rights: revoking them from itself would last.
    if (!config.ownerIsApplication)
      await orm.em.getConnection().execute(
        `revoke update, delete, truncate on table ${frozen} from ${role}; ${grantRelay(role)};
           ${grantErasure(orm.getMetadata(), subgraph, role)}`,
      );
  } finally {
    await orm.close(true);
  }
}

/** Of tables whose rows never change otherwise, an erasure changes what is declared; their guards let nobody else. `role` is quoted. */
function grantErasure(metadata: MetadataStorage, { appendOnly = [], subjectRules = [] }: Migratable, role: string) {
  return subjectRules
    .map(({ entity, erasure }) => ({ erasure, meta: metadata.get(entity as never) as EntityMetadata }))
    .filter(({ meta }) => appendOnly.includes(meta.tableName))
    .map(({ erasure, meta }) => ({ table: meta.tableName, columns: erasure ? replacedColumns(meta, erasure) : [] }))
    .filter(({ columns }) => columns.length > 0)
    .map(
      ({ table, columns }) =>
        `grant update (${columns.map(quoteIdentifier).join(", ")}) on table ${quoteIdentifier(table)} to ${role};`,
    )
    .join("\n");
}

/**
 * The SQL that would take the database at `ownerUrl` to what the entities declare: empty when the migrations are
 * complete, and the body of the next migration when they are not.
 */
export async function schemaDiff(subgraph: Migratable, ownerUrl: string): Promise<string> {
  const orm = await openAsOwner(subgraph, ownerUrl);
  try {
    return (await orm.schema.getUpdateSchemaSQL()).trim();
  } finally {
    await orm.close(true);
  }
}

function openAsOwner(subgraph: Migratable, ownerUrl: string) {
  return openOrm({
    url: ownerUrl,
    entities: subgraph.entities,
    ...(subgraph.unowned && { unowned: subgraph.unowned }),
    extra: {
      extensions: [Migrator],
      migrations: {
        migrationsList: [...kitMigrations, ...subgraph.migrations] as never,
        snapshot: false,
        silent: true,
      },
    },
  });
}

function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
