import { connectionType, DateTime, LocalDate, payloadType } from "@careconnect/kit";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { Provider } from "../provider/provider.type.ts";
import { CredentialKind, CredentialStatus } from "./credential.kind.ts";

@ObjectType({ description: "A qualification of a provider (FHIR Practitioner.qualification)." })
export class ProviderCredential {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => CredentialKind, { description: "What it says of its holder." })
  kind!: CredentialKind;

  @Field(() => String, { description: "Its number with the issuer." })
  number!: string;

  @Field(() => String, { description: "Who issued it." })
  issuer!: string;

  @Field(() => LocalDate, { description: "The first day on which it is valid." })
  issuedOn!: string;

  @Field(() => LocalDate, {
    nullable: true,
    description: "The last day on which it is valid, by the provider's own calendar; null: it does not expire.",
  })
  expiresOn!: string | null;

  @Field(() => CredentialStatus, { description: "Whether it counts." })
  status!: CredentialStatus;

  @Field(() => DateTime, { nullable: true, description: "Since when it does not count." })
  revokedAt!: Date | null;

  @Field(() => String, { nullable: true, description: "Why it does not count, in the words of who decided it." })
  revocationReason!: string | null;

  @Field(() => Int, { description: "Grows with every change: pass it as `expectedVersion`." })
  version!: number;
}

@ObjectType({ description: "How a credential became at one time." })
export class ProviderCredentialChange {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => DateTime, { description: "When." })
  changedAt!: Date;

  @Field(() => ID, { description: "The id of the user who did it." })
  actorId!: string;

  @Field(() => CredentialKind, { description: "What it said of its holder since." })
  kind!: CredentialKind;

  @Field(() => String, { description: "Its number since." })
  number!: string;

  @Field(() => String, { description: "Who had issued it since." })
  issuer!: string;

  @Field(() => LocalDate, { description: "The first day on which it was valid since." })
  issuedOn!: string;

  @Field(() => LocalDate, { nullable: true, description: "The last day on which it was valid since; null: none." })
  expiresOn!: string | null;

  @Field(() => CredentialStatus, { description: "Whether it counted since." })
  status!: CredentialStatus;

  @Field(() => String, { nullable: true, description: "Why it did not count any more, when it did not." })
  revocationReason!: string | null;
}

export const ProviderCredentialChangeConnection = connectionType(
  "ProviderCredentialChange",
  () => ProviderCredentialChange,
  "changes of a credential",
);

export const AddProviderCredentialPayload = payloadType("AddProviderCredential", "provider", () => Provider);
export const UpdateProviderCredentialPayload = payloadType("UpdateProviderCredential", "provider", () => Provider);
export const RevokeProviderCredentialPayload = payloadType("RevokeProviderCredential", "provider", () => Provider);
