import type { EventArgs } from "@mikro-orm/core";
import { type EntityManager, MikroORM, type Options } from "@mikro-orm/postgresql";
import { AuditEntry } from "../audit/audit-entry.entity.ts";
import { IdempotencyRecord } from "../command/idempotency-record.entity.ts";
import { ErasedPatient } from "../erasure/erased-patient.entity.ts";
import { InboxReceipt } from "../inbox/inbox-receipt.entity.ts";
import { EventLogState } from "../outbox/event-log.entity.ts";
import { EventSubscriber } from "../outbox/event-subscriber.entity.ts";
import { OutboxEvent } from "../outbox/outbox-event.entity.ts";
import { nameLikeness } from "../person/name.search.ts";
import { RestrictedPatient } from "../restriction/restricted-patient.entity.ts";
import { type DataKeys, noDataKeys } from "../sensitive/data.keys.ts";
import { DataKeyRow } from "../sensitive/data-key.entity.ts";
import { sensitiveColumnsOf } from "../sensitive/sealed.table.ts";
import { sealingDriver } from "../sensitive/sealing.driver.ts";
import { boundOrganization, organizationFilter } from "./row.ts";

/** Any entity made with `defineEntity`. */
export type Entity = NonNullable<Options["entities"]>[number];

const statementTimeout = 15_000;

/** Opens the database with the entities of a subgraph and those that every subgraph has. */
export async function openOrm(options: {
  readonly url: string;
  readonly entities: readonly Entity[];
  /** Entities that no organization owns, e.g. organizations themselves. */
  readonly unowned?: readonly Entity[];
  /** What sensitive columns are sealed with; without them, none can be read or written. */
  readonly keys?: DataKeys;
  readonly onStatement?: (sql: string) => void;
  readonly extra?: Partial<Options>;
}): Promise<MikroORM> {
  const owned = [...options.entities, AuditEntry, OutboxEvent, IdempotencyRecord];
  return MikroORM.init({
    driver: sealingDriver(options.keys ?? noDataKeys),
    clientUrl: options.url,
    entities: [
      ...owned,
      ...(options.unowned ?? []),
      EventLogState,
      EventSubscriber,
      InboxReceipt,
      DataKeyRow,
      ErasedPatient,
      RestrictedPatient,
    ],
    ensureDatabase: false,
    forceUtcTimezone: true,
    // A version conflict is answered by the caller; MikroORM's global identity map would hide other requests' changes.
    allowGlobalContext: false,
    pool: { min: 0, max: 10, idleTimeoutMillis: 30_000 },
    driverOptions: {
      // Also how long a request waits for one of the pool's, behind all that wait for each other's locks.
      connectionTimeoutMillis: statementTimeout,
      statement_timeout: statementTimeout,
      application_name: "careconnect",
      options: [
        // Of many small requests at once each has a core at most; to start others for one costs more than it saves.
        "-c max_parallel_workers_per_gather=0",
        `-c pg_trgm.word_similarity_threshold=${nameLikeness}`,
      ].join(" "),
    },
    filters: {
      [organizationFilter]: {
        name: organizationFilter,
        cond: (args: { organizationId: string }) => ({ organizationId: args.organizationId }),
        entity: owned as never,
        default: true,
      },
    },
    subscribers: [
      { getSubscribedEntities: () => owned as never, beforeCreate: refuseForeignRow, beforeUpdate: refuseForeignRow },
      { getSubscribedEntities: () => owned as never, beforeUpdate: nameOrganization },
    ],
    onQuery: (sql) => {
      options.onStatement?.(sql);
      return sql;
    },
    schemaGenerator: {
      skipTables: ["mikro_orm_migrations"],
      ignoreSchema: ["extensions", "log"],
      // Those of the log of events are made by its migration, beside its partitions.
      ignoreTriggers: true,
    },
    migrations: { snapshot: false, silent: true },
    ...options.extra,
  });
}

/** A fork of `orm.em` that sees and writes one organization's rows, and no other's. */
export function boundEntityManager(orm: MikroORM, organizationId: string): EntityManager {
  const em = orm.em.fork();
  em.setFilterParams(organizationFilter, { organizationId });
  return em;
}

/** A row belongs to the organization that its EntityManager is bound to, when it is written as when it is read. */
function refuseForeignRow({ entity, em, meta }: EventArgs<object>): void {
  if ("organizationId" in entity && entity.organizationId !== boundOrganization(em)) {
    throw new Error(`A ${meta.className} of another organization must not be written.`);
  }
}

/** A change of a sensitive value says whose it is: the driver, which seals it, sees the change and not the row. */
function nameOrganization({ entity, changeSet, meta }: EventArgs<{ organizationId?: string }>): void {
  const changes: Record<string, unknown> = changeSet?.payload ?? {};
  if (sensitiveColumnsOf(meta).some(({ property }) => changes[property] != null))
    changes.organizationId = entity.organizationId;
}
