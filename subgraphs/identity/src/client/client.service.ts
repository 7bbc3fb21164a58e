import { assertMay, type Connection, connectionOf, type PageArgs, type RequestContext } from "@careconnect/kit";
import type { MikroORM } from "@mikro-orm/postgresql";
import type { AdapterPayload } from "oidc-provider";
import { validate } from "uuid";
import { ClientRow } from "./client.entity.ts";
import { ClientKind } from "./client.kind.ts";
import { readClients } from "./client.policy.ts";

/** The organization's clients, the newest first. */
export function listClients(context: RequestContext, page: PageArgs): Connection<ClientRow> {
  assertMay(context, readClients);
  return connectionOf(context, ClientRow, {
    name: "clients",
    where: {},
    orderBy: [
      ["createdAt", "desc"],
      ["id", "desc"],
    ],
    page,
    audit: { action: readClients.action, entityType: "Client" },
  });
}

/** A client that the viewer has just changed. */
export async function readClient(context: RequestContext, id: string): Promise<ClientRow | null> {
  assertMay(context, readClients);
  return context.em.fork().findOne(ClientRow, { id });
}

/** A partner's client that may come in; null when there is none. Which organization it is of follows from the client. */
export async function findClient(orm: MikroORM, id: string): Promise<ClientRow | null> {
  if (!validate(id)) return null;
  return orm.em.fork().findOne(ClientRow, { id, revokedAt: null }, { filters: false });
}

/** A client as the provider knows it. */
export function clientMetadata(client: ClientRow): AdapterPayload {
  return { client_id: client.id, client_name: client.name, ...flowOf(client), ...authenticationOf(client) };
}

function flowOf({ kind, redirectUris }: ClientRow) {
  if (kind === ClientKind.MACHINE)
    return { grant_types: ["client_credentials"], response_types: [], redirect_uris: [] };
  return {
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code" as const],
    redirect_uris: redirectUris,
    // A native application listens on whichever port is free (RFC 8252, section 7.3); a server knows its own.
    application_type: kind === ClientKind.PUBLIC ? ("native" as const) : ("web" as const),
  };
}

function authenticationOf(client: ClientRow) {
  if (client.kind === ClientKind.PUBLIC) return { token_endpoint_auth_method: "none" as const };
  if (client.jwks) return { token_endpoint_auth_method: "private_key_jwt" as const, jwks: client.jwks as never };
  return { token_endpoint_auth_method: "client_secret_basic" as const, client_secret: secretHashes(client) };
}

/** The hashes of the secrets that are good now, with a space between. */
function secretHashes({ secretHash, previousSecretHash, previousSecretUntil }: ClientRow): string {
  const previousIsGood = previousSecretUntil && previousSecretUntil > new Date();
  return [secretHash, previousIsGood ? previousSecretHash : null].filter(Boolean).join(" ");
}
