import { type CommandOutcome, type Connection, PageArgs, type RequestContext, type UserError } from "@careconnect/kit";
import { Arg, Args, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { createClient, revokeClient, rotateClientSecret, type SecretOutcome } from "./client.commands.ts";
import type { ClientRow } from "./client.entity.ts";
import { listClients, readClient } from "./client.service.ts";
import {
  Client,
  ClientConnection,
  ClientPayload,
  CreateClientInput,
  RevokeClientInput,
  RotateClientSecretInput,
} from "./client.type.ts";

interface Payload {
  readonly client: ClientRow | null;
  readonly secret: string | null;
  readonly userErrors: readonly UserError[];
}

async function clientPayload(
  context: RequestContext,
  command: Promise<CommandOutcome & Partial<Pick<SecretOutcome, "secret">>>,
): Promise<Payload> {
  const { id, secret, userErrors } = await command;
  return { client: id === null ? null : await readClient(context, id), secret: secret ?? null, userErrors };
}

@Resolver(() => Client)
export class ClientResolver {
  @Query(() => ClientConnection, {
    nullable: true,
    description: "Partners' clients, machines and applications, the newest first; for administrators.",
  })
  clients(@Ctx() context: RequestContext, @Args(() => PageArgs) page: PageArgs): Connection<ClientRow> {
    return listClients(context, page);
  }

  @Mutation(() => ClientPayload, {
    nullable: true,
    description: "Lets a partner's machine get access tokens, or an application ask people for leave to act for them.",
  })
  createClient(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateClientInput, { description: "The new client." }) input: CreateClientInput,
  ): Promise<Payload> {
    return clientPayload(context, createClient(context, input));
  }

  @Mutation(() => ClientPayload, {
    nullable: true,
    description: "Gives a client a new secret; the one before is good for 24 hours, so that nobody has to be down.",
  })
  rotateClientSecret(
    @Ctx() context: RequestContext,
    @Arg("input", () => RotateClientSecretInput, { description: "Which client." }) input: RotateClientSecretInput,
  ): Promise<Payload> {
    return clientPayload(context, rotateClientSecret(context, input));
  }

  @Mutation(() => ClientPayload, {
    nullable: true,
    description: "Ends a client for good; its access tokens are refused within seconds.",
  })
  revokeClient(
    @Ctx() context: RequestContext,
    @Arg("input", () => RevokeClientInput, { description: "Which client." }) input: RevokeClientInput,
  ): Promise<Payload> {
    return clientPayload(context, revokeClient(context, input));
  }
}
