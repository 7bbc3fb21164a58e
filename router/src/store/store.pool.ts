import pg from "pg";
import { RequestRefusal } from "../http/request.refusal.ts";
import { limits } from "../limits/router.limits.ts";
import type { Logger } from "../telemetry/log.writer.ts";

/** The router's own database: sign-ins under way and browser sessions. */
export interface Store {
  /** @throws RequestRefusal when the database cannot be asked */
  query<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[]): Promise<Row[]>;
  /**
   * Commits what `work` did when it returns, and undoes it when it throws.
   * @throws RequestRefusal when the database cannot be asked
   */
  transaction<Result>(work: (store: Pick<Store, "query">) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export function openStore(connectionString: string, logger: Logger): Store {
  const { store: limit } = limits;
  const pool = new pg.Pool({
    connectionString,
    application_name: "router",
    max: limit.connections,
    connectionTimeoutMillis: limit.connectTimeout,
    statement_timeout: limit.statementTimeout,
    lock_timeout: limit.lockTimeout,
    idle_in_transaction_session_timeout: limit.transactionIdle,
  });
  pool.on("error", (error) => logger.warn({ reason: error.name }, "a connection to the session store was lost"));

  function unavailable(error: unknown): RequestRefusal {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    logger.error({ code }, "the session store cannot be asked");
    return new RequestRefusal(
      503,
      "SUBGRAPH_UNAVAILABLE",
      "The session store is unavailable. Please try again in a moment.",
    );
  }

  async function connect(): Promise<pg.PoolClient> {
    return pool.connect().catch((error: unknown) => {
      throw unavailable(error);
    });
  }

  const asking = (client: pg.Pool | pg.PoolClient): Store["query"] =>
    async function query<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[]): Promise<Row[]> {
      try {
        return (await client.query<Row>(sql, [...values])).rows;
      } catch (error) {
        throw unavailable(error);
      }
    };

  return {
    query: asking(pool),
    async transaction(work) {
      const client = await connect();
      const query = asking(client);
      let broken = false;
      try {
        await query("begin", []);
        const result = await work({ query });
        await query("commit", []);
        return result;
      } catch (error) {
        await client.query("rollback").catch(() => {
          broken = true;
        });
        throw error;
      } finally {
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}
