import { connectionType, DateTime, IdempotencyKey, UserError } from "@careconnect/kit";
import { Field, ID, InputType, ObjectType, registerEnumType } from "type-graphql";
import { ClientKind } from "./client.kind.ts";

registerEnumType(ClientKind, {
  name: "ClientKind",
  description: "How a partner's client comes by its access tokens.",
  valuesConfig: {
    MACHINE: { description: "It acts for itself, with client credentials." },
    CONFIDENTIAL: { description: "It acts for people who let it, and keeps a secret or a key: a server." },
    PUBLIC: {
      description: "It acts for people who let it, and can keep no secret: an application on their phone or computer.",
    },
  },
});

@ObjectType({
  description:
    "A partner's client: a machine, which gets access tokens for itself, or an application, which gets them for people who let it.",
})
export class Client {
  @Field(() => ID, { description: "Opaque id: its `client_id`." })
  id!: string;

  @Field(() => String, { description: "Name." })
  name!: string;

  @Field(() => ClientKind, { description: "How it comes by its access tokens." })
  kind!: ClientKind;

  @Field(() => [String], { description: "The scopes that it may ask for, 50 at most." })
  scopes!: string[];

  @Field(() => [String], {
    description:
      "Where people who sign in to it come back to, exactly as it names them, 10 at most; empty for a machine.",
  })
  redirectUris!: string[];

  @Field(() => DateTime, { description: "When it was made." })
  createdAt!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: "Until when the secret before the last rotation is good as well.",
  })
  previousSecretUntil!: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Since when it gets no access tokens any more." })
  revokedAt!: Date | null;
}

export const ClientConnection = connectionType("Client", () => Client, "clients");

@ObjectType({ description: "What became of a client." })
export class ClientPayload {
  @Field(() => Client, { nullable: true, description: "The client as it is now; null when nothing was done." })
  client!: Client | null;

  @Field(() => String, {
    nullable: true,
    description: "Its new secret, shown this once; null when none was made, and in the answer to a repeated command.",
  })
  secret!: string | null;

  @Field(() => [UserError], { description: "Why nothing was done; empty when it was." })
  userErrors!: UserError[];
}

@InputType({ description: "A new client." })
export class CreateClientInput {
  @Field(() => String, { description: "Name, 1 to 200 characters." })
  name!: string;

  @Field(() => ClientKind, { defaultValue: ClientKind.MACHINE, description: "How it comes by its access tokens." })
  kind!: ClientKind;

  @Field(() => [String], {
    description:
      "The scopes that it may ask for, 1 to 50. A machine: `graphql`. For people: `profile.read`, `directory.read`, `appointments.read`, `appointments.write`, `records.read`, `invoices.read`; each opens no more than the person may do.",
  })
  scopes!: string[];

  @Field(() => [String], {
    defaultValue: [],
    description:
      "Where people who sign in to it may come back to, 1 to 10, 2,000 characters each; none for a machine. Each is https, or http on 127.0.0.1 or [::1] (never `localhost`), without a fragment, and compared exactly; a public client may listen on any port there (RFC 8252).",
  })
  redirectUris!: string[];

  @Field(() => String, {
    nullable: true,
    description:
      "A JSON Web Key Set with its public keys, RSA or EC, when it signs its requests (`private_key_jwt`) instead of having a secret; not for a public client.",
  })
  jwks?: string | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Which client gets a new secret." })
export class RotateClientSecretInput {
  @Field(() => ID, { description: "The client's id." })
  id!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Which client is revoked." })
export class RevokeClientInput {
  @Field(() => ID, { description: "The client's id." })
  id!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
