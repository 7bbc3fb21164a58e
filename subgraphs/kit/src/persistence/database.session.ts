import { Client } from "pg";
import { sleep } from "../time/sleep.ts";

/** A connection of its own that is made again whenever it is lost. */
export interface DatabaseSession {
  /** Ends the work and closes the connection. */
  stop(): Promise<void>;
}

export interface SessionOptions {
  readonly url: string;
  /** As it appears in pg_stat_activity. */
  readonly name: string;
  /** Runs on every new connection until `signal` aborts, which it does when the connection is lost or the session stopped. */
  readonly work: (client: Client, signal: AbortSignal) => Promise<void>;
  /** Told of each failure; the next attempt follows by itself. */
  readonly onFault: (error: unknown) => void;
}

const firstPause = 100;
const longestPause = 5_000;
/** A session that lived this long was a good one: the next failure starts with a short pause again. */
const goodAfter = 5_000;
const statementLimit = 15_000;

/** Keeps one connection open for what needs a session of its own: an advisory lock, or LISTEN. */
export function keepSession(options: SessionOptions): DatabaseSession {
  const stopping = new AbortController();
  const running = run(options, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function run(options: SessionOptions, stopped: AbortSignal): Promise<void> {
  let pause = firstPause;
  while (!stopped.aborted) {
    const startedAt = Date.now();
    await runOnce(options, stopped).catch((error: unknown) => {
      if (!stopped.aborted) options.onFault(error);
    });
    pause = Date.now() - startedAt > goodAfter ? firstPause : Math.min(pause * 2, longestPause);
    await sleep(pause, stopped);
  }
}

async function runOnce({ url, name, work }: SessionOptions, stopped: AbortSignal): Promise<void> {
  const client = new Client({
    connectionString: url,
    application_name: name,
    connectionTimeoutMillis: 5_000,
    statement_timeout: statementLimit,
    // The server's own limit cannot be heard over a connection that is dead.
    query_timeout: statementLimit + 1_000,
    keepAlive: true,
  });
  const lost = new AbortController();
  client.on("error", (error) => lost.abort(error));
  client.on("end", () => lost.abort());
  try {
    await client.connect();
    await work(client, AbortSignal.any([stopped, lost.signal]));
    if (lost.signal.aborted && !stopped.aborted) throw lost.signal.reason;
  } finally {
    // It may be closed already, and then there is nothing left to do.
    await client.end().catch(() => undefined);
  }
}
