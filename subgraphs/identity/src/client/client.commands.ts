import {
  type CommandContext,
  type CommandInput,
  type CommandOutcome,
  CommandRefusal,
  defineCommand,
  knownUuid,
  notFound,
  type UnitOfWork,
} from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import type { JSONWebKeySet } from "jose";
import { z } from "zod";
import { ApplicationAccessRow } from "../application/application-access.entity.ts";
import { credentialHash } from "../provider/credential.hash.ts";
import { ClientRow } from "./client.entity.ts";
import { clientCreated, clientRevoked, clientSecretRotated } from "./client.events.ts";
import { publicKeys } from "./client.keys.ts";
import { ClientKind, scopesOfKind } from "./client.kind.ts";
import { manageClients } from "./client.policy.ts";
import { redirectUris } from "./client.redirects.ts";
import { newClientSecret } from "./client.secret.ts";

/** What a command did, and the secret that it made: undefined for a replay, since a secret is shown once. */
export interface SecretOutcome extends CommandOutcome {
  readonly secret: string | undefined;
}

/** How long the secret before the last rotation is good, in milliseconds. */
const overlap = 24 * 60 * 60_000;

const newClient = z
  .object({
    // People decide by it: nothing in it is unseen, or turns the rest around.
    name: z
      .string()
      .trim()
      .min(1, "must have a character")
      .max(200, "must have 200 characters at most")
      .regex(/^\P{C}*$/u, "must have no control or invisible characters"),
    kind: z.enum(ClientKind).default(ClientKind.MACHINE),
    scopes: z.array(z.string()).min(1, "must have one at least").max(50, "must be fifty at most"),
    redirectUris: redirectUris.default([]),
    jwks: publicKeys.nullish(),
  })
  .superRefine(({ kind, scopes, redirectUris: uris, jwks }, context) => {
    const refuse = (path: (string | number)[], message: string) => context.addIssue({ code: "custom", path, message });
    for (const [index, scope] of scopes.entries())
      if (!scopesOfKind[kind].includes(scope))
        refuse(["scopes", index], `must be among these: ${scopesOfKind[kind].join(", ")}`);
    if (kind === ClientKind.MACHINE && uris.length > 0)
      refuse(["redirectUris"], "must be empty: nobody signs in to a machine");
    if (kind !== ClientKind.MACHINE && uris.length === 0)
      refuse(["redirectUris"], "must have one at least: it is where people come back to");
    if (kind === ClientKind.PUBLIC && jwks) refuse(["jwks"], "must be left out: a public client can keep no key");
  });

/** Runs `command` with a place for the secret that it makes. */
async function withSecret(run: (keep: (secret: string) => void) => Promise<CommandOutcome>): Promise<SecretOutcome> {
  let secret: string | undefined;
  const outcome = await run((made) => {
    secret = made;
  });
  return { ...outcome, secret: outcome.id === null ? undefined : secret };
}

export const createClient = (context: CommandContext, input: CommandInput): Promise<SecretOutcome> =>
  withSecret((keep) =>
    defineCommand({
      name: "createClient",
      rule: manageClients,
      entityType: "Client",
      schema: newClient,
      async run({ em, emit }, { name, kind, scopes, redirectUris, jwks }) {
        const secret = kind === ClientKind.PUBLIC || jwks ? undefined : newClientSecret();
        const client = em.create(ClientRow, {
          name,
          kind,
          scopes: [...new Set(scopes)],
          redirectUris: [...new Set(redirectUris)],
          ...(jwks && { jwks: jwks as JSONWebKeySet }),
          ...(secret !== undefined && { secretHash: credentialHash(secret) }),
        });
        if (secret !== undefined) keep(secret);
        emit(() => clientCreated(client));
        return client.id;
      },
    })(context, input),
  );

export const rotateClientSecret = (context: CommandContext, input: CommandInput): Promise<SecretOutcome> =>
  withSecret((keep) =>
    defineCommand({
      name: "rotateClientSecret",
      rule: manageClients,
      entityType: "Client",
      schema: z.object({ id: z.string() }),
      async run(unit, { id }) {
        const client = await lockClient(unit, id);
        if (client.secretHash === null)
          throw new CommandRefusal(
            "ILLEGAL_TRANSITION",
            ["id"],
            "This client has no secret: it is public, or signs with a key of its own.",
          );
        const secret = newClientSecret();
        client.previousSecretHash = client.secretHash ?? null;
        client.previousSecretUntil = new Date(Date.now() + overlap);
        client.secretHash = credentialHash(secret);
        keep(secret);
        unit.emit(() => clientSecretRotated(client));
        return client.id;
      },
    })(context, input),
  );

export const revokeClient = defineCommand({
  name: "revokeClient",
  rule: manageClients,
  entityType: "Client",
  schema: z.object({ id: z.string() }),
  async run(unit, { id }) {
    const client = await lockClient(unit, id);
    client.revokedAt = new Date();
    // It acts for nobody any more.
    await unit.em.nativeDelete(ApplicationAccessRow, { clientId: client.id });
    unit.emit(() => clientRevoked(client));
    return client.id;
  },
});

async function lockClient({ em }: UnitOfWork, id: string): Promise<ClientRow> {
  const client = await em.findOne(ClientRow, { id: knownUuid(id) }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!client) throw notFound("id");
  if (client.revokedAt) throw new CommandRefusal("ILLEGAL_TRANSITION", ["id"], "This client was revoked.");
  return client;
}
