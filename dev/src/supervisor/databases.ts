import { rmSync } from "node:fs";
import { startPostgres, superuserUrl } from "../postgres/postgres.cluster.ts";
import { checkDatabaseUrl } from "../postgres/postgres.external.ts";
import { inspectCluster } from "../postgres/postgres.folder.ts";
import { type DatabaseRoles, provisionDatabases } from "../postgres/postgres.provision.ts";
import { readSecrets, rolesOf } from "../postgres/postgres.secrets.ts";
import type { DataFolder } from "./data.folder.ts";
import { type Keeper, keepRunning } from "./keeper.ts";
import { rotateLog } from "./service.log.ts";
import { type DatabaseName, databaseNames, variablesOf } from "./subgraph.names.ts";
import { type DatabaseUrls, isAmqp } from "./supervisor.config.ts";

export interface DatabaseOptions {
  external: Map<DatabaseName, DatabaseUrls>;
  folder: DataFolder;
  /** Port of the embedded PostgreSQL. */
  port: number;
  signal: AbortSignal;
  tell(line: string): void;
  /** Told as soon as the embedded PostgreSQL runs, so that it is stopped whatever happens next. */
  onKeeper(keeper: Keeper): void;
}

/**
 * Sees to a database for every subgraph, the broker and the router: the user's own where one is named, the embedded
 * PostgreSQL for the others.
 */
export async function openDatabases(options: DatabaseOptions): Promise<Map<DatabaseName, DatabaseUrls>> {
  const embeddedNames = databaseNames.filter((name) => !options.external.has(name));
  await checkExternal(options.external);
  const urls = new Map(options.external);
  if (embeddedNames.length === 0) return urls;

  for (const roles of await openEmbedded(embeddedNames, options)) {
    const url = ({ role, password }: DatabaseRoles["app"]) =>
      `postgresql://${role}:${password}@127.0.0.1:${options.port}/${roles.database}`;
    const name = embeddedNames.find((candidate) => candidate === roles.database);
    if (name) urls.set(name, { app: url(roles.app), owner: url(roles.owner) });
  }
  return urls;
}

async function checkExternal(external: Map<DatabaseName, DatabaseUrls>): Promise<void> {
  await Promise.all(
    [...external].map(async ([name, { app, owner }]) => {
      // Whether a RabbitMQ works is seen when its exchanges are made.
      if (isAmqp(app)) return;
      const variables = variablesOf(name);
      await checkDatabaseUrl(variables.app, app);
      if (owner !== app) await checkDatabaseUrl(variables.owner, owner);
    }),
  );
}

async function openEmbedded(names: DatabaseName[], options: DatabaseOptions): Promise<DatabaseRoles[]> {
  const { folder, port, signal, tell } = options;
  const isNew = inspectCluster(folder.postgres) === "absent";
  // An empty database needs its demo data again.
  if (isNew) rmSync(folder.file("run", "demo.json"), { force: true });
  const secrets = readSecrets(folder.file("keys", "postgres.json"), names, !isNew);
  const logFile = folder.file("logs", "postgres.log");
  rotateLog(logFile);
  const cluster = { folder: folder.postgres, password: secrets.superuser, logFile, port };
  const keeper = await keepRunning(
    {
      name: "postgres",
      tell,
      start: async (stopSignal) => {
        const running = await startPostgres({ ...cluster, signal: stopSignal });
        return { ended: running.ended.then(() => `its log is ${logFile}`), stop: running.stop, kill: running.kill };
      },
    },
    signal,
  );
  options.onKeeper(keeper);
  const roles = names.map((name) => rolesOf(secrets, name));
  await provisionDatabases((database) => superuserUrl(cluster, database), roles);
  return roles;
}
