import { audience } from "@careconnect/kit";
import { type Client, errors, type KoaContextWithOIDC } from "oidc-provider";
import { scopesOfClient } from "./provider.clients.ts";

/** The resource indicator (RFC 8707) of everything that takes our access tokens; clients need not name it. */
export const apiResource = "urn:careconnect:api";

/** Seconds. */
export const accessTokenLifetime = 300;

/** How access tokens for `resource` are made; a client's own scopes are all that it can get. */
export function resourceServerOf(_ctx: KoaContextWithOIDC, resource: string, client: Client) {
  if (resource !== apiResource) throw new errors.InvalidTarget(`ask for the resource ${apiResource}, or for none`);
  return {
    audience,
    scope: scopesOfClient(client.clientId).join(" "),
    accessTokenTTL: accessTokenLifetime,
    accessTokenFormat: "jwt" as const,
    jwt: { sign: { alg: "RS256" as const } },
  };
}
