import type { Mode } from "@careconnect/kit";
import * as oidc from "openid-client";
import type { Connection } from "./connection.config.ts";

/** Seconds. */
const timeout = 10;

const found = new Map<string, Promise<oidc.Configuration>>();

/** What an issuer says of itself; asked once, and again after a failure. */
export function issuerOf(connection: Connection, mode: Mode): Promise<oidc.Configuration> {
  const key = `${connection.issuer} ${connection.clientId}`;
  const known = found.get(key);
  if (known) return known;
  const insecure = mode === "demo" && new URL(connection.issuer).protocol === "http:";
  const asked = oidc.discovery(new URL(connection.issuer), connection.clientId, connection.clientSecret, undefined, {
    timeout,
    ...(insecure && { execute: [oidc.allowInsecureRequests] }),
  });
  found.set(key, asked);
  asked.catch(() => found.delete(key));
  return asked;
}
