import { ConfigurationError, type Mode } from "@careconnect/kit";
import type { MikroORM } from "@mikro-orm/postgresql";
import type { ClientMetadata } from "oidc-provider";
import { findClient } from "../client/client.service.ts";
import { credentialHash } from "./credential.hash.ts";

/** The router, which signs people in for the web app and keeps their tokens. */
export const webClientId = "careconnect-web";

/** `npm run token` and other tools of the demo. */
export const cliClientId = "careconnect-cli";

/** The account page: it needs no token, only that somebody is signed in. */
export const accountClientId = "careconnect-account";

/** What each of our own clients may ask for on behalf of a person. */
const scopesOf: Readonly<Record<string, readonly string[]>> = {
  [webClientId]: ["graphql"],
  [accountClientId]: [],
  [cliClientId]: ["graphql", "import", "events"],
};

/** Every client of ours. */
export const ourClientIds: readonly string[] = Object.keys(scopesOf);

/** Whether a client is ours, so that people who sign in to it are not asked whether it may act for them. */
export function isOurs(clientId: string): boolean {
  return ourClientIds.includes(clientId);
}

/** All that a client may ask for. */
export async function scopesOfClient(orm: MikroORM, clientId: string): Promise<readonly string[]> {
  return scopesOf[clientId] ?? (await findClient(orm, clientId))?.scopes ?? [];
}

const shortestSecret = 32;

/** Our own clients; a person who signs in to them is not asked for consent. */
export function firstPartyClients(issuer: string, mode: Mode, env: NodeJS.ProcessEnv): ClientMetadata[] {
  return [
    ...webClient(issuer, mode, env.OIDC_WEB_CLIENT_SECRET),
    accountClient(issuer),
    ...(mode === "demo" ? [cliClient] : []),
  ];
}

function webClient(issuer: string, mode: Mode, secret: string | undefined): ClientMetadata[] {
  if (!secret && mode === "demo") return [];
  if (!secret || secret.length < shortestSecret)
    throw new ConfigurationError(
      `OIDC_WEB_CLIENT_SECRET ${secret ? "is too short" : "is missing"}: give identity and the router the same secret of at least ${shortestSecret} characters.`,
    );
  const { origin } = new URL(issuer);
  return [
    {
      client_id: webClientId,
      client_secret: credentialHash(secret),
      client_name: "CareConnect",
      token_endpoint_auth_method: "client_secret_basic",
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      redirect_uris: [`${origin}/session/callback`],
      post_logout_redirect_uris: [`${origin}/`],
    },
  ];
}

function accountClient(issuer: string): ClientMetadata {
  return {
    client_id: accountClientId,
    client_name: "Your account",
    token_endpoint_auth_method: "none",
    grant_types: ["authorization_code"],
    response_types: ["code"],
    redirect_uris: [`${issuer}/account/signed-in`],
  };
}

const cliClient: ClientMetadata = {
  client_id: cliClientId,
  client_name: "CareConnect command line",
  application_type: "native",
  token_endpoint_auth_method: "none",
  grant_types: ["authorization_code", "refresh_token"],
  response_types: ["code"],
  // Any port of this machine (RFC 8252, section 7.3).
  redirect_uris: ["http://127.0.0.1/callback"],
};
