import { IdempotencyKey, LocalDate } from "@careconnect/kit";
import { Field, ID, InputType, Int } from "type-graphql";
import { CredentialKind } from "./credential.kind.ts";

@InputType({ description: "A credential that a provider has shown." })
export class AddProviderCredentialInput {
  @Field(() => ID, { description: "The provider's id." })
  providerId!: string;

  @Field(() => CredentialKind, { description: "What it says of them." })
  kind!: CredentialKind;

  @Field(() => String, { description: "Its number with the issuer, 1 to 50 characters." })
  number!: string;

  @Field(() => String, { description: "Who issued it, 1 to 200 characters." })
  issuer!: string;

  @Field(() => LocalDate, { description: "The first day on which it is valid." })
  issuedOn!: string;

  @Field(() => LocalDate, {
    nullable: true,
    description: "The last day on which it is valid, after the first; without one it does not expire.",
  })
  expiresOn?: string | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Changes of a credential, such as when it was renewed; what is left out stays." })
export class UpdateProviderCredentialInput {
  @Field(() => ID, { description: "The credential's id." })
  id!: string;

  @Field(() => Int, {
    description: "The credential's version that you decided on; VERSION_CONFLICT when there is a newer one.",
  })
  expectedVersion!: number;

  @Field(() => CredentialKind, { nullable: true, description: "What it says of its holder; cannot be removed." })
  kind?: CredentialKind | null;

  @Field(() => String, {
    nullable: true,
    description: "Its number with the issuer, 1 to 50 characters; cannot be removed.",
  })
  number?: string | null;

  @Field(() => String, { nullable: true, description: "Who issued it, 1 to 200 characters; cannot be removed." })
  issuer?: string | null;

  @Field(() => LocalDate, { nullable: true, description: "The first day on which it is valid; cannot be removed." })
  issuedOn?: string | null;

  @Field(() => LocalDate, {
    nullable: true,
    description: "The last day on which it is valid; null: it does not expire.",
  })
  expiresOn?: string | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "A credential that does not count any more, and why." })
export class RevokeProviderCredentialInput {
  @Field(() => ID, { description: "The credential's id." })
  id!: string;

  @Field(() => String, { description: "Why, 10 to 500 characters: administration and the provider read it." })
  reason!: string;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "It never was: then a licence does not count as recorded, and nobody is bound by it. Not so unless told.",
  })
  enteredInError?: boolean | null;

  @Field(() => Int, {
    nullable: true,
    description: "The credential's version that you decided on; VERSION_CONFLICT when there is a newer one.",
  })
  expectedVersion?: number | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
