import { join, resolve } from "node:path";
import { Failure } from "../failure.ts";
import { databaseOf } from "../keys/rotation.target.ts";
import { readSecrets, rolesOf } from "../postgres/postgres.secrets.ts";
import { readPorts } from "../supervisor/ports.file.ts";
import { brokerVariableOf, type SubgraphName, subgraphNames, variablesOf } from "../supervisor/subgraph.names.ts";

/** A subgraph whose program is run, and what it needs for that. */
export interface DeadLetterTarget {
  readonly name: SubgraphName;
  readonly environment: Readonly<Record<string, string>>;
  readonly arguments: readonly string[];
}

export const usage = `Usage: npm run dead-letters                                    lists the events that failed for good
       npm run dead-letters -- show <queue> <event> …          all that is known of them
       npm run dead-letters -- retry <queue> [<event> …]       tries them again, or all of the queue
       npm run dead-letters -- discard <queue> <event> … [--yes]  has them never applied there; asks first without --yes`;

/** Whom to ask: every subgraph for its list, for everything else the one that the queue's name begins with. */
export function findDeadLetterTargets(
  given: readonly string[],
  env: NodeJS.ProcessEnv,
  root: string,
): DeadLetterTarget[] {
  const [order = "list", queue] = given;
  const dataFolder = resolve(root, env.CARECONNECT_DATA || ".data");
  return subgraphsFor(order, queue, given.length).map((name) => ({
    name,
    environment: {
      [variablesOf(name).app]: databaseOf(name, env, dataFolder)[variablesOf(name).app] ?? "",
      BROKER_URL: brokerOf(name, env, dataFolder),
    },
    arguments: ["dead-letters", ...given],
  }));
}

function subgraphsFor(order: string, queue: string | undefined, count: number): readonly SubgraphName[] {
  if (order === "list" && count <= 1) return subgraphNames;
  if (!["show", "retry", "discard"].includes(order) || queue === undefined) throw new Failure(usage);
  const name = subgraphNames.find((candidate) => queue.startsWith(`${candidate}.`));
  if (!name) throw new Failure(`${queue} is no queue: the list names them, as in appointment.references.\n${usage}`);
  return [name];
}

/** The broker, as it is given or as the embedded PostgreSQL has it. */
function brokerOf(name: SubgraphName, env: NodeJS.ProcessEnv, dataFolder: string): string {
  const given = env[brokerVariableOf(name)] || env.BROKER_URL;
  if (given) return given;
  const port = readPorts(join(dataFolder, "run", "ports.json"))?.postgres;
  if (!port)
    throw new Failure("CareConnect is not running on this data folder: run npm start first, or set BROKER_URL.");
  const { app, database } = rolesOf(readSecrets(join(dataFolder, "keys", "postgres.json"), ["broker"], true), "broker");
  return `postgresql://${app.role}:${app.password}@127.0.0.1:${port}/${database}`;
}
