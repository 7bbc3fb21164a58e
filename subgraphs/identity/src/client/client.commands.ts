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
import { credentialHash } from "../provider/credential.hash.ts";
import { ClientRow } from "./client.entity.ts";
import { clientCreated, clientRevoked, clientSecretRotated } from "./client.events.ts";
import { publicKeys } from "./client.keys.ts";
import { manageClients } from "./client.policy.ts";
import { partnerScopes } from "./client.scope.ts";
import { newClientSecret } from "./client.secret.ts";

/** What a command did, and the secret that it made: undefined for a replay, since a secret is shown once. */
export interface SecretOutcome extends CommandOutcome {
  readonly secret: string | undefined;
}

/** How long the secret before the last rotation is good, in milliseconds. */
const overlap = 24 * 60 * 60_000;

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
      schema: z.object({
        name: z.string().trim().min(1, "must have a character").max(200, "must have 200 characters at most"),
        scopes: z
          .array(z.enum(partnerScopes, `must be among these: ${partnerScopes.join(", ")}`))
          .min(1, "must have one at least"),
        jwks: publicKeys.nullish(),
      }),
      async run({ em, emit }, { name, scopes, jwks }) {
        const secret = newClientSecret();
        const client = em.create(ClientRow, {
          name,
          scopes: [...new Set(scopes)],
          ...(jwks ? { jwks: jwks as JSONWebKeySet } : { secretHash: credentialHash(secret) }),
        });
        if (!jwks) keep(secret);
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
            "This client signs with its own key: it has no secret.",
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
