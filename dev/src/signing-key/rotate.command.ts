import { join, resolve } from "node:path";
import pg from "pg";
import { complain, say } from "../console/console.output.ts";
import { Failure, sentenceOf } from "../failure.ts";
import { readSecrets, rolesOf } from "../postgres/postgres.secrets.ts";
import { repositoryRoot } from "../repository.root.ts";
import { readPorts } from "../supervisor/ports.file.ts";

const notRunning =
  "CareConnect is not running on this data folder: run npm start first, or set DATABASE_URL_IDENTITY to identity's database.";

/** Says that the key that signs is due: identity makes its successor, publishes it, signs with it, and retires the old one. */
async function requestRotation(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000, statement_timeout: 5_000 });
  await client.connect();
  try {
    const { rowCount } = await client.query(
      `update signing_key set rotates_at = now()
       where signs_from = (select max(signs_from) from signing_key) and signs_from <= now()`,
    );
    if (rowCount === 0) throw new Failure("A new key is published already and will sign within minutes.");
  } finally {
    await client.end();
  }
}

function databaseUrl(env: NodeJS.ProcessEnv): string {
  if (env.DATABASE_URL_IDENTITY) return env.DATABASE_URL_IDENTITY;
  const dataFolder = resolve(repositoryRoot, env.CARECONNECT_DATA || ".data");
  const ports = readPorts(join(dataFolder, "run", "ports.json"));
  if (!ports?.postgres) throw new Failure(notRunning);
  const secrets = readSecrets(join(dataFolder, "keys", "postgres.json"), ["identity"], true);
  const { app, database } = rolesOf(secrets, "identity");
  return `postgresql://${app.role}:${app.password}@127.0.0.1:${ports.postgres}/${database}`;
}

try {
  await requestRotation(databaseUrl(process.env));
  say(
    "Identity publishes a new signing key within ten seconds, signs with it some six minutes later, and forgets the old one after another seven.",
  );
} catch (cause) {
  complain(sentenceOf(cause));
  process.exitCode = 1;
}
