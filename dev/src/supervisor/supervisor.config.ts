import { resolve } from "node:path";
import { Failure } from "../failure.ts";
import { brokerVariableOf, type DatabaseName, databaseNames, subgraphNames, variablesOf } from "./subgraph.names.ts";

export interface DatabaseUrls {
  /** Connection string of the application role. */
  app: string;
  /** Connection string of the owner, which migrates. */
  owner: string;
}

export interface SupervisorConfig {
  mode: "demo" | "production";
  host: string;
  /** The one public port. */
  port: number;
  dataFolder: string;
  /** Servers of the user's own; what is missing here lives in the embedded PostgreSQL. */
  externalDatabases: Map<DatabaseName, DatabaseUrls>;
}

const loopback = ["127.0.0.1", "localhost", "::1"];

/** Reads the environment, and refuses what cannot work with one sentence that names the variable. */
export function readSupervisorConfig(env: NodeJS.ProcessEnv): SupervisorConfig {
  const mode = env.CARECONNECT_MODE || "demo";
  if (mode !== "demo" && mode !== "production") {
    throw new Failure(`CARECONNECT_MODE is "${mode}": set it to demo or production.`);
  }
  const port = Number(env.PORT || 4000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Failure(`PORT is "${env.PORT}": set it to a number from 1 to 65535.`);
  }
  const host = env.HOST || "127.0.0.1";
  if (mode === "demo" && !loopback.includes(host)) {
    throw new Failure(
      `HOST is "${host}", but the demo has accounts with a public password and listens on this machine alone: unset HOST, or set CARECONNECT_MODE=production.`,
    );
  }
  return {
    mode,
    host,
    port,
    dataFolder: resolve(env.CARECONNECT_DATA || ".data"),
    externalDatabases: readDatabases(env, mode),
  };
}

function readDatabases(env: NodeJS.ProcessEnv, mode: SupervisorConfig["mode"]): Map<DatabaseName, DatabaseUrls> {
  if (mode === "production") {
    refuseMissing(env);
  }
  const databases = new Map<DatabaseName, DatabaseUrls>();
  for (const name of databaseNames) {
    const variables = variablesOf(name);
    const app = env[variables.app] || (name === "broker" && isAmqp(env[variables.owner]) && env[variables.owner]);
    if (!app) continue;
    databases.set(name, { app, owner: env[variables.owner] || app });
  }
  return databases;
}

/** RabbitMQ knows each subgraph by credentials of its own; of a database's queues all are users. */
function variablesFor(name: DatabaseName, role: "app" | "owner", env: NodeJS.ProcessEnv): string[] {
  const variables = variablesOf(name);
  if (name === "broker" && role === "app" && isAmqp(env[variables.owner])) return subgraphNames.map(brokerVariableOf);
  return [variables[role]];
}

export function isAmqp(url: string | undefined): url is string {
  return url !== undefined && /^amqps?:/.test(url);
}

function refuseMissing(env: NodeJS.ProcessEnv): void {
  const missing = (["app", "owner"] as const)
    .flatMap((role) => databaseNames.flatMap((name) => variablesFor(name, role, env)))
    .filter((variable) => !env[variable]);
  if (missing.length === 0) return;
  throw new Failure(
    `CARECONNECT_MODE=production does not use the embedded PostgreSQL, and migrates as the owner of each database, never as the application: set ${missing.join(", ")}.`,
  );
}
