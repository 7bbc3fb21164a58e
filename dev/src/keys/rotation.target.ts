import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Failure } from "../failure.ts";
import { readSecrets, rolesOf } from "../postgres/postgres.secrets.ts";
import { readPorts } from "../supervisor/ports.file.ts";
import { type SubgraphName, subgraphNames, variablesOf } from "../supervisor/subgraph.names.ts";

/** A subgraph whose keys are rotated, and what its program needs for that. */
export interface RotationTarget {
  readonly name: SubgraphName;
  readonly environment: Readonly<Record<string, string>>;
  readonly arguments: readonly string[];
}

const usage =
  "Usage: npm run keys:rotate -- [--organization <id>] [--key-file] [subgraph …], where a subgraph is one of";

/** What to rotate: the subgraphs that are named, or all; in the running system, or in the databases that are given. */
export function findRotationTargets(given: readonly string[], env: NodeJS.ProcessEnv, root: string): RotationTarget[] {
  const { organization, keyFile, names } = readArguments(given);
  if (env.CARECONNECT_KEYS_FILE && names.length > 1)
    throw new Failure(
      "Each subgraph has a key file of its own: with CARECONNECT_KEYS_FILE, name the one that it is of.",
    );
  const dataFolder = resolve(root, env.CARECONNECT_DATA || ".data");
  return names.map((name) => ({
    name,
    environment: {
      ...databaseOf(name, env, dataFolder),
      CARECONNECT_KEYS_FILE: env.CARECONNECT_KEYS_FILE || join(dataFolder, "keys", `${name}.json`),
      CARECONNECT_MODE: env.CARECONNECT_MODE || "demo",
    },
    arguments: [
      "rotate-keys",
      ...(organization ? ["--organization", organization] : []),
      ...(keyFile ? ["--key-file"] : []),
    ],
  }));
}

function readArguments(given: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...given],
      allowPositionals: true,
      options: { organization: { type: "string" }, "key-file": { type: "boolean", default: false } },
    });
    const named = positionals.map((positional) => {
      const name = subgraphNames.find((candidate) => candidate === positional);
      if (!name) throw new Failure(`${positional} is not a subgraph.`);
      return name;
    });
    return {
      organization: values.organization,
      keyFile: values["key-file"],
      names: named.length > 0 ? named : [...subgraphNames],
    };
  } catch (cause) {
    throw new Failure(`${usage} ${subgraphNames.join(", ")}.`, { cause });
  }
}

/** The connections of a subgraph's two roles, as they are given or as the embedded PostgreSQL has them. */
export function databaseOf(name: SubgraphName, env: NodeJS.ProcessEnv, dataFolder: string): Record<string, string> {
  const variables = variablesOf(name);
  const given = env[variables.app];
  if (given) return { [variables.app]: given, [variables.owner]: env[variables.owner] || given };
  const port = readPorts(join(dataFolder, "run", "ports.json"))?.postgres;
  if (!port)
    throw new Failure(
      `CareConnect is not running on this data folder: run npm start first, or set ${variables.app} and ${variables.owner}.`,
    );
  const { app, owner, database } = rolesOf(readSecrets(join(dataFolder, "keys", "postgres.json"), [name], true), name);
  const url = ({ role, password }: typeof app) => `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`;
  return { [variables.app]: url(app), [variables.owner]: url(owner) };
}
