import { createSecretKey, type KeyObject } from "node:crypto";
import { LRUCache } from "lru-cache";
import { Pool } from "pg";
import { v7 as uuidv7 } from "uuid";
import type { KeyService } from "./key.service.ts";

/** An unwrapped data key. */
export interface DataKey {
  readonly id: string;
  readonly organizationId: string;
  readonly generation: number;
  readonly key: KeyObject;
}

/** The data keys of one subgraph: wrapped in its table `data_key`, and unwrapped in this process while they are used. */
export interface DataKeys {
  /** The key that the organization's values are sealed with now; made when it has none. */
  current(organizationId: string): Promise<DataKey>;
  /** Unwraps keys that are not yet at hand, whatever their generation. Unknown ids are left out. */
  load(ids: ReadonlySet<string>): Promise<void>;
  /** A key that was loaded. @throws when there is none with this id */
  loaded(id: string): DataKey;
}

export interface OpenDataKeys extends DataKeys {
  close(): Promise<void>;
}

/** Unwrapped keys at hand at most: beyond them, the one that was not used for longest is unwrapped anew. */
const keptKeys = 2_000;
/** For how long a process may seal with a key after another process made a newer generation, in milliseconds. */
export const currentKeyAge = 10_000;

interface DataKeyColumns {
  readonly id: string;
  readonly organization_id: string;
  readonly generation: number;
  readonly wrapped_key: string;
  readonly kms_key_id: string;
}

const columns = "id, organization_id, generation, wrapped_key, kms_key_id";

/**
 * Opens the data keys of `subgraph`. They have connections of their own: whoever waits for a key may hold one of the
 * request's, and all of those may be waiting.
 */
export function openDataKeys(options: {
  readonly databaseUrl: string;
  readonly subgraph: string;
  readonly service: KeyService;
}): OpenDataKeys {
  const pool = new Pool({
    connectionString: options.databaseUrl,
    application_name: "careconnect keys",
    max: 2,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 5_000,
    query_timeout: 6_000,
  });
  // A connection that nobody uses was lost: the next one is made anew, and its failure is heard.
  pool.on("error", () => undefined);

  const unwrapped = new LRUCache<string, DataKey, DataKeyColumns>({
    max: keptKeys,
    // Requests that need the same key at once wait for one unwrapping.
    fetchMethod: async (_id, _stale, { context: row }) => ({
      id: row.id,
      organizationId: row.organization_id,
      generation: row.generation,
      key: createSecretKey(
        await options.service.unwrapKey(
          { keyId: row.kms_key_id, wrapped: row.wrapped_key },
          { organizationId: row.organization_id, subgraph: options.subgraph },
        ),
      ),
    }),
  });
  const unwrap = (row: DataKeyColumns) => unwrapped.forceFetch(row.id, { context: row });

  const current = new LRUCache<string, DataKey>({
    max: keptKeys,
    ttl: currentKeyAge,
    fetchMethod: async (organizationId) => unwrap(await newestOf(organizationId)),
  });

  async function newestOf(organizationId: string): Promise<DataKeyColumns> {
    return (await findNewest(organizationId)) ?? (await createFirst(organizationId));
  }

  async function findNewest(organizationId: string): Promise<DataKeyColumns | undefined> {
    const { rows } = await pool.query<DataKeyColumns>(
      `select ${columns} from data_key where organization_id = $1 order by generation desc limit 1`,
      [organizationId],
    );
    return rows[0];
  }

  async function createFirst(organizationId: string): Promise<DataKeyColumns> {
    const { wrapped, keyId } = await options.service.createKey({ organizationId, subgraph: options.subgraph });
    // Of several processes that are the first, one inserts; all of them then use what is there.
    await pool.query(
      `insert into data_key (id, organization_id, generation, wrapped_key, kms_key_id, created_at)
       values ($1, $2, 1, $3, $4, now()) on conflict (organization_id, generation) do nothing`,
      [uuidv7(), organizationId, wrapped, keyId],
    );
    const newest = await findNewest(organizationId);
    if (!newest) throw new Error("A data key that was made is not there.");
    return newest;
  }

  return {
    current: (organizationId) => current.forceFetch(organizationId),
    async load(ids) {
      const missing = [...ids].filter((id) => !unwrapped.has(id));
      if (missing.length === 0) return;
      const { rows } = await pool.query<DataKeyColumns>(`select ${columns} from data_key where id = any($1)`, [
        missing,
      ]);
      await Promise.all(rows.map(unwrap));
    },
    loaded(id) {
      const key = unwrapped.get(id);
      if (!key) throw new Error("A value is sealed with a data key that this subgraph does not have.");
      return key;
    },
    close: () => pool.end(),
  };
}

/** For an ORM that reads and writes no sensitive column, such as that of migrations. */
export const noDataKeys: DataKeys = {
  current: refuseKeys,
  load: async () => undefined,
  loaded: refuseKeys,
};

function refuseKeys(): never {
  throw new Error("This connection was opened without data keys: it can read and write no sensitive column.");
}
