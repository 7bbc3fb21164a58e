import { connectionType, DateTime, LocalDate, payloadType } from "@careconnect/kit";
import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { CredentialKind } from "../credential/credential.kind.ts";
import { ProviderApplicationStatus } from "./application.status.ts";

@ObjectType({ description: "A credential that an applicant has shown." })
export class ApplicantCredential {
  @Field(() => CredentialKind, { description: "What it says of them." })
  kind!: CredentialKind;

  @Field(() => String, { description: "Its number with the issuer." })
  number!: string;

  @Field(() => String, { description: "Who issued it." })
  issuer!: string;

  @Field(() => LocalDate, { description: "The first day on which it is valid." })
  issuedOn!: string;

  @Field(() => LocalDate, {
    nullable: true,
    description: "The last day on which it is valid; null: it does not expire.",
  })
  expiresOn!: string | null;
}

@ObjectType({ description: "A step of an application's history." })
export class ProviderApplicationChange {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => ProviderApplicationStatus, { nullable: true, description: "The status before; null when it began." })
  from!: ProviderApplicationStatus | null;

  @Field(() => ProviderApplicationStatus, { description: "The status since." })
  to!: ProviderApplicationStatus;

  @Field(() => DateTime, { description: "When." })
  changedAt!: Date;

  @Field(() => ID, { description: "The id of the user who did it." })
  actorId!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "Why, in the words of who did it, until it is forgotten; `NO_ANSWER` when nobody answered within 365 days what was asked.",
  })
  reason!: string | null;
}

@ObjectType({ description: "That somebody wants to become a provider of the organization." })
export class ProviderApplication {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => String, { nullable: true, description: "Given name; null once it was forgotten." })
  givenName!: string | null;

  @Field(() => String, { nullable: true, description: "Family name; null once it was forgotten." })
  familyName!: string | null;

  @Field(() => String, { nullable: true, description: "E-mail address; null once it was forgotten." })
  email!: string | null;

  @Field(() => [String], { description: "What they speak, by BCP 47 tags, e.g. `es-MX`; 20 at most." })
  languages!: string[];

  @Field(() => String, { description: "Time zone, by its IANA name." })
  timeZone!: string;

  @Field(() => ProviderApplicationStatus, { description: "Where it stands." })
  status!: ProviderApplicationStatus;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "When it was forgotten whose it was, some time after it was rejected or withdrawn; null while it is known.",
  })
  forgottenAt!: Date | null;

  @Field(() => DateTime, { description: "When it was first submitted." })
  createdAt!: Date;

  @Field(() => Int, { description: "Grows with every change: pass it as `expectedVersion`." })
  version!: number;
}

export const ProviderApplicationConnection = connectionType(
  "ProviderApplication",
  () => ProviderApplication,
  "applications",
);

@InputType({ description: "Narrows a list of applications." })
export class ProviderApplicationFilter {
  @Field(() => [ProviderApplicationStatus], { nullable: true, description: "Has one of these statuses." })
  status?: ProviderApplicationStatus[] | null;
}

const payload = (name: string) => payloadType(name, "providerApplication", () => ProviderApplication);

export const SubmitProviderApplicationPayload = payload("SubmitProviderApplication");
export const StartProviderApplicationReviewPayload = payload("StartProviderApplicationReview");
export const RequestProviderApplicationInformationPayload = payload("RequestProviderApplicationInformation");
export const ResubmitProviderApplicationPayload = payload("ResubmitProviderApplication");
export const ApproveProviderApplicationPayload = payload("ApproveProviderApplication");
export const RejectProviderApplicationPayload = payload("RejectProviderApplication");
export const WithdrawProviderApplicationPayload = payload("WithdrawProviderApplication");
