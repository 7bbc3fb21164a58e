import { connectionType, DateTime, UserError } from "@careconnect/kit";
import { Field, ID, InputType, ObjectType } from "type-graphql";

@ObjectType({ description: "A partner's machine, which gets access tokens with client credentials." })
export class Client {
  @Field(() => ID, { description: "Opaque id: its `client_id`." })
  id!: string;

  @Field(() => String, { description: "Name." })
  name!: string;

  @Field(() => [String], { description: "The scopes that it may ask for." })
  scopes!: string[];

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

  @Field(() => [String], { description: "The scopes that it may ask for: `graphql`." })
  scopes!: string[];

  @Field(() => String, {
    nullable: true,
    description:
      "A JSON Web Key Set with its public keys, RSA or EC, when it signs its requests (`private_key_jwt`) instead of having a secret.",
  })
  jwks?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Repeating the mutation with the same key within 24 hours has no second effect.",
  })
  idempotencyKey?: string | null;
}

@InputType({ description: "Which client gets a new secret." })
export class RotateClientSecretInput {
  @Field(() => ID, { description: "The client's id." })
  id!: string;

  @Field(() => String, {
    nullable: true,
    description: "Repeating the mutation with the same key within 24 hours has no second effect.",
  })
  idempotencyKey?: string | null;
}

@InputType({ description: "Which client is revoked." })
export class RevokeClientInput {
  @Field(() => ID, { description: "The client's id." })
  id!: string;

  @Field(() => String, {
    nullable: true,
    description: "Repeating the mutation with the same key within 24 hours has no second effect.",
  })
  idempotencyKey?: string | null;
}
