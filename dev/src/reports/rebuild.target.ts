import { join, resolve } from "node:path";
import { z } from "zod";
import { Failure } from "../failure.ts";
import { demoTokens, givenToken, type TokenSource } from "../import/access.token.ts";
import { localUrl } from "../import/import.target.ts";
import { readSecrets, rolesOf } from "../postgres/postgres.secrets.ts";
import { type Ports, readPorts } from "../supervisor/ports.file.ts";
import { subgraphNames, variableSuffix } from "../supervisor/subgraph.names.ts";

export interface RebuildTarget {
  /** An administrator's tokens for each organization whose read model is rebuilt, by the organization's name. */
  readonly organizations: ReadonlyMap<string, TokenSource>;
  /** What the program of the reports subgraph reads. */
  readonly environment: Readonly<Record<string, string>>;
}

const timeoutMs = 10_000;
const demoAccounts = z.array(z.object({ email: z.string(), roles: z.array(z.string()), organization: z.string() }));

/**
 * What to rebuild, and as whom: in the demo the read models of both organizations of the running system, in production
 * that of the organization whose administrator's token is in CARECONNECT_TOKEN.
 */
export async function findRebuildTarget(env: NodeJS.ProcessEnv, root: string): Promise<RebuildTarget> {
  const dataFolder = resolve(root, env.CARECONNECT_DATA || ".data");
  const ports = readPorts(join(dataFolder, "run", "ports.json"));
  const environment = { ...sourceUrls(env, ports), DATABASE_OWNER_URL_REPORTS: ownerUrl(env, ports, dataFolder) };
  if (env.CARECONNECT_MODE === "production") {
    if (!env.CARECONNECT_TOKEN)
      throw new Failure("Set CARECONNECT_TOKEN to an administrator's token with the scope events.");
    return { environment, organizations: new Map([["the organization", givenToken(env.CARECONNECT_TOKEN)]]) };
  }
  if (!ports) throw new Failure(notRunning);
  return { environment, organizations: await demoOrganizations(localUrl(ports.identity)) };
}

const notRunning =
  "CareConnect is not running on this data folder: run npm start first, or set CARECONNECT_DATA to the folder of the one that runs.";

function sourceUrls(env: NodeJS.ProcessEnv, ports: Ports | undefined): Record<string, string> {
  const urls = subgraphNames.map((name) => {
    const variable = `SUBGRAPH_URL_${variableSuffix(name)}`;
    const url = env[variable] || (ports && localUrl(ports[name]));
    if (!url) throw new Failure(env.CARECONNECT_MODE === "production" ? `Set ${variable}.` : notRunning);
    return [variable, url];
  });
  return Object.fromEntries(urls);
}

/** The owner's connection, since the serving role may not make temporary tables. */
function ownerUrl(env: NodeJS.ProcessEnv, ports: Ports | undefined, dataFolder: string): string {
  const given = env.DATABASE_OWNER_URL_REPORTS || env.DATABASE_URL_REPORTS;
  if (given) return given;
  if (!ports?.postgres) throw new Failure("Set DATABASE_OWNER_URL_REPORTS to the connection of the database's owner.");
  const { owner, database } = rolesOf(
    readSecrets(join(dataFolder, "keys", "postgres.json"), ["reports"], true),
    "reports",
  );
  return `postgresql://${owner.role}:${owner.password}@127.0.0.1:${ports.postgres}/${database}`;
}

async function demoOrganizations(identityUrl: string): Promise<Map<string, TokenSource>> {
  const response = await fetch(`${identityUrl}/oidc/demo-accounts`, { signal: AbortSignal.timeout(timeoutMs) }).catch(
    (cause: unknown) => {
      throw new Failure(notRunning, { cause });
    },
  );
  const accounts = demoAccounts.parse(await response.json());
  const organizations = new Map<string, TokenSource>();
  for (const { email, roles, organization } of accounts) {
    if (!roles.includes("ADMIN") || organizations.has(organization)) continue;
    organizations.set(organization, demoTokens({ identityUrl, email, scope: "events" }));
  }
  return organizations;
}
