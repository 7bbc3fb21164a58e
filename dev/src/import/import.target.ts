import { join, resolve } from "node:path";
import { Failure } from "../failure.ts";
import { type Ports, readPorts } from "../supervisor/ports.file.ts";
import { demoTokens, givenToken } from "./access.token.ts";
import type { ImportTarget } from "./batch.sender.ts";
import type { RowOwner } from "./canonical.rows.ts";

const owners = ["patient", "provider", "appointment", "billing"] as const satisfies RowOwner[];
const defaultAccount = "admin@careconnect.test";

export interface TargetRequest {
  readonly env: NodeJS.ProcessEnv;
  /** E-mail address of the demo account to import as. */
  readonly as?: string | undefined;
  /** What a relative data folder is relative to. */
  readonly root: string;
}

/**
 * Where to import, and as whom: in the demo the running system of the data folder, as one of its accounts; in
 * production SUBGRAPH_URL_<NAME> or the same file, with the token of CARECONNECT_TOKEN.
 */
export function findTarget({ env, as, root }: TargetRequest): ImportTarget {
  const portsFile = join(resolve(root, env.CARECONNECT_DATA || ".data"), "run", "ports.json");
  const ports = readPorts(portsFile);
  if (env.CARECONNECT_MODE !== "production") {
    const running = requirePorts(ports, portsFile);
    return {
      urls: localUrls(running),
      tokens: demoTokens({ identityUrl: localUrl(running.identity), email: as ?? defaultAccount }),
    };
  }
  if (as !== undefined)
    throw new Failure("--as works in the demo only: in production, put a token into CARECONNECT_TOKEN.");
  if (!env.CARECONNECT_TOKEN) {
    throw new Failure("Set CARECONNECT_TOKEN to an administrator's token with the scope import.");
  }
  return { urls: productionUrls(env, ports, portsFile), tokens: givenToken(env.CARECONNECT_TOKEN) };
}

/** Where the owners of rows listen on this machine. */
export function localUrls(ports: Ports): Record<RowOwner, string> {
  return urlsBy((owner) => localUrl(ports[owner]));
}

export function localUrl(port: number): string {
  return `http://127.0.0.1:${port}`;
}

function productionUrls(env: NodeJS.ProcessEnv, ports: Ports | undefined, portsFile: string): Record<RowOwner, string> {
  return urlsBy((owner) => {
    const variable = `SUBGRAPH_URL_${owner.toUpperCase()}`;
    const url = env[variable];
    if (!url) return localUrl(requirePorts(ports, portsFile)[owner]);
    if (!URL.canParse(url))
      throw new Failure(`${variable} is "${url}": set it to a URL such as http://${owner}:4001/graphql.`);
    // The router is given the same variable with the path of GraphQL.
    return url.replace(/(?:\/graphql)?\/*$/, "");
  });
}

function urlsBy(urlOf: (owner: RowOwner) => string): Record<RowOwner, string> {
  return Object.fromEntries(owners.map((owner) => [owner, urlOf(owner)])) as Record<RowOwner, string>;
}

function requirePorts(ports: Ports | undefined, portsFile: string): Ports {
  if (ports) return ports;
  throw new Failure(
    `CareConnect is not running (there is no ${portsFile}): start it with npm start, or set CARECONNECT_DATA to the data folder of the one that runs.`,
  );
}
