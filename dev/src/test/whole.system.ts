import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { Failure } from "../failure.ts";
import { superuserUrl } from "../postgres/postgres.cluster.ts";
import { readSecrets } from "../postgres/postgres.secrets.ts";
import { repositoryRoot } from "../repository.root.ts";
import { freePort } from "../supervisor/free.port.ts";
import { type Ports, readPorts } from "../supervisor/ports.file.ts";
import type { DatabaseName } from "../supervisor/subgraph.names.ts";

export interface WholeSystem {
  /** The router's address, such as http://localhost:21234. */
  url: string;
  dataFolder: string;
  ports: Ports;
  supervisor: ChildProcess;
  /** Runs a statement in one of its databases, as the one who may do everything. */
  sql<Row extends pg.QueryResultRow>(
    database: DatabaseName,
    statement: string,
    values?: readonly unknown[],
  ): Promise<Row[]>;
  /** Ends the system and removes its data, unless somebody wants to look at it. */
  stop(keepsData?: boolean): Promise<void>;
}

const startTimeoutMs = 180_000;

/** Starts what npm start starts, as it was built last, over an empty data folder on a port of its own. */
export async function startWholeSystem(env: NodeJS.ProcessEnv = {}): Promise<WholeSystem> {
  const root = mkdtempSync(join(tmpdir(), "careconnect-system-"));
  // Run by root, PostgreSQL has an account of its own, which has to reach the folder.
  chmodSync(root, 0o755);
  const dataFolder = join(root, "data");
  const port = await freePort();
  const supervisor = spawn(process.execPath, [join(repositoryRoot, "dev", "dist", "src", "start.js")], {
    cwd: repositoryRoot,
    env: { ...process.env, LOG_LEVEL: "info", ...env, PORT: String(port), CARECONNECT_DATA: dataFolder },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(supervisor, "close");
  const stop = async (keepsData = false) => {
    supervisor.kill("SIGTERM");
    await ended;
    if (!keepsData) rmSync(root, { recursive: true, force: true });
  };
  const isReady = await untilReady(supervisor, ended);
  const ports = readPorts(join(dataFolder, "run", "ports.json"));
  if (isReady !== true || !ports) {
    await stop();
    throw new Failure(`The whole system did not start:\n${isReady}`);
  }
  const sql: WholeSystem["sql"] = async <Row extends pg.QueryResultRow>(
    database: DatabaseName,
    statement: string,
    values: readonly unknown[] = [],
  ) => {
    const { superuser: password } = readSecrets(join(dataFolder, "keys", "postgres.json"), [], true);
    const client = new pg.Client(superuserUrl({ port: Number(ports.postgres), password }, database));
    // A server that ends says so to the connection, too.
    client.on("error", () => undefined);
    await client.connect();
    const { rows } = await client.query<Row>(statement, [...values]).finally(() => client.end());
    return rows;
  };
  return { url: `http://localhost:${port}`, dataFolder, ports, supervisor, sql, stop };
}

/** True when the ready line has come, or else all that was said. */
async function untilReady(supervisor: ChildProcess, ended: Promise<unknown>): Promise<true | string> {
  let text = "";
  const ready = Promise.withResolvers<true>();
  const collect = (chunk: Buffer) => {
    text += chunk.toString("utf8");
    if (text.includes("CareConnect is ready at")) ready.resolve(true);
  };
  supervisor.stdout?.on("data", collect);
  supervisor.stderr?.on("data", collect);
  const timer = setTimeout(() => supervisor.kill("SIGTERM"), startTimeoutMs);
  const outcome = await Promise.race([ready.promise, ended.then(() => text)]);
  clearTimeout(timer);
  return outcome;
}
