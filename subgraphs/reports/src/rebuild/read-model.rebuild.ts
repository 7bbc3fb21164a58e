import { boundEntityManager } from "@careconnect/kit";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";
import { applyEvents } from "../facts/fact.projection.ts";
import type { EventSource } from "./event.source.ts";
import { readModelTables } from "./read-model.tables.ts";

export interface RebuildOptions {
  readonly organizationId: string;
  /** The logs of all subgraphs whose events the read model is built from. */
  readonly sources: readonly EventSource[];
  /** Told how many events were read so far. */
  readonly onProgress?: (events: number) => void;
}

/**
 * Makes the read model of one organization anew from position zero of every log, in one transaction: beside the present
 * one, in temporary tables that hide it from this transaction alone, and then into its place. Readers see the old numbers
 * until it commits. Consumers of the organization wait only while it is put into place. A failure changes nothing.
 * @param orm connected as the owner of the database, since the serving role may not make temporary tables
 * @returns how many events were read
 */
export async function rebuildOrganization(orm: MikroORM, options: RebuildOptions): Promise<number> {
  const { organizationId, sources, onProgress } = options;
  return boundEntityManager(orm, organizationId).transactional(async (em) => {
    await em.execute("set local statement_timeout = 0");
    for (const table of readModelTables) {
      await em.execute(`create temporary table ${table} (like public.${table} including all) on commit drop`);
    }
    const positions = new Map(sources.map((source) => [source, 0]));
    let count = 0;
    const replay = async () => {
      for (const source of sources) {
        for (;;) {
          const events = await source.after(positions.get(source) ?? 0);
          const last = events.at(-1);
          if (!last) break;
          await applyEvents(em, events);
          positions.set(source, last.position);
          count += events.length;
          onProgress?.(count);
        }
      }
    };
    await replay();
    await holdBackConsumers(em, organizationId);
    // Whatever a consumer applied until now was in a log before: none of it is missed.
    await replay();
    await replaceRows(em, organizationId);
    return count;
  });
}

/** Takes the lock under which events are applied, in the tables that are in use. */
async function holdBackConsumers(em: EntityManager, organizationId: string): Promise<void> {
  await em.execute(
    `insert into public.organization_summary (organization_id, as_of) values (?, now())
     on conflict (organization_id) do update set version = public.organization_summary.version`,
    [organizationId],
  );
}

async function replaceRows(em: EntityManager, organizationId: string): Promise<void> {
  for (const table of readModelTables) {
    await em.execute(`delete from public.${table} where organization_id = ?`, [organizationId]);
    await em.execute(`insert into public.${table} select * from pg_temp.${table}`);
  }
}
