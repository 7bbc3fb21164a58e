import { audience } from "@careconnect/kit";
import type { MikroORM } from "@mikro-orm/postgresql";
import { type Client, errors } from "oidc-provider";
import { scopesOfClient } from "./provider.clients.ts";

/** The resource indicator (RFC 8707) of everything that takes our access tokens; clients need not name it. */
export const apiResource = "urn:careconnect:api";

/** Seconds. */
export const accessTokenLifetime = 300;

/** How access tokens for `resource` are made; a client's own scopes are all that it can get. */
export async function resourceServerOf(orm: MikroORM, resource: string, client: Client) {
  if (resource !== apiResource) throw new errors.InvalidTarget(`ask for the resource ${apiResource}, or for none`);
  return {
    audience,
    scope: (await scopesOfClient(orm, client.clientId)).join(" "),
    accessTokenTTL: accessTokenLifetime,
    accessTokenFormat: "jwt" as const,
    jwt: { sign: { alg: "RS256" as const } },
  };
}
