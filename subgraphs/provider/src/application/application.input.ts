import { IdempotencyKey, LocalDate } from "@careconnect/kit";
import { Field, ID, InputType, Int } from "type-graphql";
import { CredentialKind } from "../credential/credential.kind.ts";

const versionDescription = "The application's version that you decided on; VERSION_CONFLICT when there is a newer one.";

@InputType({ description: "A credential that an applicant has shown." })
export class ApplicantCredentialInput {
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
}

@InputType({ description: "Who wants to become a provider." })
export class SubmitProviderApplicationInput {
  @Field(() => String, { description: "Given name, 1 to 200 characters of any script." })
  givenName!: string;

  @Field(() => String, { description: "Family name, 1 to 200 characters of any script." })
  familyName!: string;

  @Field(() => String, { description: "E-mail address, up to 320 characters." })
  email!: string;

  @Field(() => [String], { description: "Codes of what they practise, from the organization's catalogue; 50 at most." })
  specialties!: string[];

  @Field(() => [ID], { nullable: true, description: "Ids of where they would see patients; 50 at most." })
  locationIds?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: "What they speak, by BCP 47 tags such as `es-MX`; 20 at most.",
  })
  languages?: string[] | null;

  @Field(() => String, { description: "Time zone, by its IANA name: their weekly hours are to be in it." })
  timeZone!: string;

  @Field(() => [ApplicantCredentialInput], { nullable: true, description: "What they have shown; 20 at most." })
  credentials?: ApplicantCredentialInput[] | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "What a reviewer has asked for; what is left out stays." })
export class ResubmitProviderApplicationInput {
  @Field(() => ID, { description: "The application's id." })
  id!: string;

  @Field(() => String, { nullable: true, description: "Given name, 1 to 200 characters of any script." })
  givenName?: string | null;

  @Field(() => String, { nullable: true, description: "Family name, 1 to 200 characters of any script." })
  familyName?: string | null;

  @Field(() => String, { nullable: true, description: "E-mail address, up to 320 characters." })
  email?: string | null;

  @Field(() => [String], { nullable: true, description: "Codes of all that they practise; 50 at most." })
  specialties?: string[] | null;

  @Field(() => [ID], { nullable: true, description: "Ids of all places where they would see patients; 50 at most." })
  locationIds?: string[] | null;

  @Field(() => [String], { nullable: true, description: "All that they speak, by BCP 47 tags; 20 at most." })
  languages?: string[] | null;

  @Field(() => String, { nullable: true, description: "Time zone, by its IANA name." })
  timeZone?: string | null;

  @Field(() => [ApplicantCredentialInput], { nullable: true, description: "All that they have shown; 20 at most." })
  credentials?: ApplicantCredentialInput[] | null;

  @Field(() => String, { nullable: true, description: "What is different, 10 to 2,000 characters, for the history." })
  reason?: string | null;

  @Field(() => Int, { nullable: true, description: versionDescription })
  expectedVersion?: number | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "A step of an application that needs no reason." })
export class AdvanceProviderApplicationInput {
  @Field(() => ID, { description: "The application's id." })
  id!: string;

  @Field(() => String, { nullable: true, description: "Why, 10 to 2,000 characters, for the history." })
  reason?: string | null;

  @Field(() => Int, { nullable: true, description: versionDescription })
  expectedVersion?: number | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "That an application is not approved as it is, and why." })
export class RefuseProviderApplicationInput {
  @Field(() => ID, { description: "The application's id." })
  id!: string;

  @Field(() => String, { description: "Why, or what is missing, 10 to 2,000 characters, for the history." })
  reason!: string;

  @Field(() => Int, { nullable: true, description: versionDescription })
  expectedVersion?: number | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
