import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { v7 as uuidv7 } from "uuid";
import { ConfigurationError } from "../config/config.ts";
import { type Entity, openOrm } from "../persistence/orm.ts";
import { type DataKeys, openDataKeys } from "./data.keys.ts";
import type { KeyService } from "./key.service.ts";
import { type Reseal, resealTable } from "./row.resealing.ts";
import { sealedTablesOf } from "./sealed.table.ts";

export interface RotationOptions {
  readonly subgraph: string;
  readonly entities: readonly Entity[];
  readonly unowned?: readonly Entity[];
  /** The schema's owner: some of the rows are append-only for the role that serves. */
  readonly ownerUrl: string;
  readonly service: KeyService;
  /** Runs first, while no other rotation can: a change of the key file belongs here. */
  readonly begin?: () => void;
  /** This organization alone; undefined means all. */
  readonly organizationId?: string;
  /** Told how far it is. */
  readonly say: (line: string) => void;
  /** How old a generation is when every process seals with it, in milliseconds. */
  readonly settling?: number;
}

/**
 * For so long a process may still write with an older generation: as long as it remembers which is the newest, and a
 * transaction that was open then lasts.
 */
const settlesWithin = 30_000;

/**
 * Gives organizations a new data key each, seals every value anew with it, and retires the older keys, while the
 * subgraph serves. What was begun and not finished, for example because it was killed, is finished first: then no
 * further generation is made.
 */
export async function rotateKeys(options: RotationOptions): Promise<void> {
  const keys = openDataKeys({ databaseUrl: options.ownerUrl, subgraph: options.subgraph, service: options.service });
  const orm = await openOrm({
    url: options.ownerUrl,
    entities: options.entities,
    ...(options.unowned && { unowned: options.unowned }),
  });
  const client = new Client({ connectionString: options.ownerUrl, application_name: "careconnect rotation" });
  try {
    await client.connect();
    await lockRotation(client);
    options.begin?.();
    const tables = sealedTablesOf(orm.getMetadata().getAll().values());
    const organizations = options.organizationId
      ? [options.organizationId]
      : await organizationsOf(client, ["data_key", ...tables.map(({ name }) => name)]);

    const rotations: OrganizationRotation[] = [];
    for (const organizationId of organizations) {
      // Before a generation is made: where the keys that are there do not open, that one would open for nobody else.
      await wrapAnew(client, options, organizationId);
      const id = await newestGeneration(client, options, organizationId);
      await keys.load(new Set([id]));
      const rotation = { organizationId, keyId: id, tables: tables.map((table) => ({ table, key: keys.loaded(id) })) };
      await resealAll(client, keys, rotation, options.say);
      rotations.push(rotation);
    }
    for (const rotation of rotations) {
      await settled(client, rotation.keyId, options.settling ?? settlesWithin);
      await retireOlder(client, keys, rotation, options.say);
    }
  } finally {
    await client.end();
    await orm.close(true);
    await keys.close();
  }
}

interface OrganizationRotation {
  readonly organizationId: string;
  readonly keyId: string;
  readonly tables: readonly Reseal[];
}

/** One rotation at a time; the lock goes with the connection, however that ends. */
async function lockRotation(client: Client): Promise<void> {
  const { rows } = await client.query<{ locked: boolean }>(
    "select pg_try_advisory_lock(hashtextextended('careconnect.rotation', 0)) as locked",
  );
  if (!rows[0]?.locked)
    throw new ConfigurationError("A rotation of this subgraph's keys is under way: wait for its end.");
}

async function organizationsOf(client: Client, tables: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ organization_id: string }>(
    `${tables.map((table) => `select organization_id from ${table}`).join(" union ")} order by 1`,
  );
  return rows.map((row) => row.organization_id);
}

/** The generation to seal with: a new one, unless the values were not all gone through with the newest. */
async function newestGeneration(client: Client, options: RotationOptions, organizationId: string): Promise<string> {
  const { rows } = await client.query<{ id: string; resealed_at: Date | null }>(
    "select id, resealed_at from data_key where organization_id = $1 and retired_at is null order by generation desc",
    [organizationId],
  );
  const [newest, older] = rows;
  if (newest && older && newest.resealed_at === null) {
    options.say(`${options.subgraph}, organization ${organizationId}: going on with the rotation that was begun`);
    return newest.id;
  }
  const made = await options.service.createKey({ organizationId, subgraph: options.subgraph });
  const id = uuidv7();
  // Two at once would be refused by the constraint, and the lock lets no second one come so far.
  await client.query(
    `insert into data_key (id, organization_id, generation, wrapped_key, kms_key_id, created_at)
     select $1, $2, coalesce(max(generation), 0) + 1, $3, $4, now() from data_key where organization_id = $2`,
    [id, organizationId, made.wrapped, made.keyId],
  );
  return id;
}

/** Wraps the organization's keys with the key that the service wraps with now; it may have changed since. */
async function wrapAnew(client: Client, options: RotationOptions, organizationId: string): Promise<void> {
  const context = { organizationId, subgraph: options.subgraph };
  const { rows } = await client.query<{ id: string; wrapped_key: string; kms_key_id: string }>(
    "select id, wrapped_key, kms_key_id from data_key where organization_id = $1",
    [organizationId],
  );
  for (const row of rows) {
    const plain = await options.service
      .unwrapKey({ keyId: row.kms_key_id, wrapped: row.wrapped_key }, context)
      .catch((cause: unknown) => {
        throw new ConfigurationError(
          `A data key of organization ${organizationId} does not open with the keys that are given: no key was made.`,
          { cause },
        );
      });
    const next = await options.service.wrapKey(plain, context);
    if (next.keyId === row.kms_key_id) continue;
    await client.query("update data_key set wrapped_key = $2, kms_key_id = $3 where id = $1", [
      row.id,
      next.wrapped,
      next.keyId,
    ]);
  }
}

/** @returns how many rows hold a value that does not open, and so stay as they are */
async function resealAll(
  client: Client,
  keys: DataKeys,
  { organizationId, tables }: OrganizationRotation,
  say: RotationOptions["say"],
): Promise<number> {
  let unreadable = 0;
  for (const reseal of tables) {
    const where = `${reseal.table.name}, organization ${organizationId}`;
    const { resealed, failed } = await resealTable(client, keys, reseal, (rows) =>
      say(`${where}: ${rows} rows sealed anew so far`),
    );
    if (resealed > 0) say(`${where}: ${resealed} ${resealed === 1 ? "row" : "rows"} sealed anew`);
    for (const id of failed) say(`${where}: row ${id} does not open`);
    unreadable += failed.length;
  }
  return unreadable;
}

async function settled(client: Client, keyId: string, settling: number): Promise<void> {
  const { rows } = await client.query<{ age: number }>(
    "select (extract(epoch from now() - created_at) * 1000)::float8 as age from data_key where id = $1",
    [keyId],
  );
  await delay(Math.max(0, settling - (rows[0]?.age ?? 0)));
}

async function retireOlder(
  client: Client,
  keys: DataKeys,
  rotation: OrganizationRotation,
  say: RotationOptions["say"],
): Promise<void> {
  const unreadable = await resealAll(client, keys, rotation, say);
  await client.query("update data_key set resealed_at = now() where id = $1", [rotation.keyId]);
  if (unreadable > 0) {
    say(`organization ${rotation.organizationId}: older keys stay, since ${unreadable} rows do not open`);
    return;
  }
  const { rowCount } = await client.query(
    "update data_key set retired_at = now() where organization_id = $1 and id <> $2 and retired_at is null",
    [rotation.organizationId, rotation.keyId],
  );
  say(`organization ${rotation.organizationId}: ${rowCount} older ${rowCount === 1 ? "key" : "keys"} retired`);
}
