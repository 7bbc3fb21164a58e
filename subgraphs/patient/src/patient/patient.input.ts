import { LocalDate } from "@careconnect/kit";
import { Field, ID, InputType, Int } from "type-graphql";

@InputType({ description: "A new patient." })
export class RegisterPatientInput {
  @Field(() => String, { description: "Given name, 1 to 200 characters of any script." })
  givenName!: string;

  @Field(() => String, { description: "Family name, 1 to 200 characters of any script." })
  familyName!: string;

  @Field(() => LocalDate, { description: "Day of birth, not in the future." })
  birthDate!: string;

  @Field(() => String, { nullable: true, description: "E-mail address." })
  email?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Telephone number in E.164 form, e.g. `+16175550100`; spaces and dashes are ignored.",
  })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: "Preferred language, by its BCP 47 tag." })
  language?: string | null;

  @Field(() => String, { nullable: true, description: "Time zone, by its IANA name." })
  timeZone?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Repeating the mutation with the same key within 24 hours has no second effect.",
  })
  idempotencyKey?: string | null;
}

@InputType({ description: "Changes to a patient: what is absent stays, null removes." })
export class UpdatePatientInput {
  @Field(() => ID, { description: "The patient's id." })
  id!: string;

  @Field(() => Int, { description: "The version that you decided on; VERSION_CONFLICT when there is a newer one." })
  expectedVersion!: number;

  @Field(() => String, { nullable: true, description: "Given name; cannot be removed." })
  givenName?: string | null;

  @Field(() => String, { nullable: true, description: "Family name; cannot be removed." })
  familyName?: string | null;

  @Field(() => LocalDate, { nullable: true, description: "Day of birth; cannot be removed." })
  birthDate?: string | null;

  @Field(() => String, { nullable: true, description: "E-mail address; null removes it." })
  email?: string | null;

  @Field(() => String, { nullable: true, description: "Telephone number in E.164 form; null removes it." })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: "Preferred language, by its BCP 47 tag; null removes it." })
  language?: string | null;

  @Field(() => String, { nullable: true, description: "Time zone, by its IANA name; null removes it." })
  timeZone?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Repeating the mutation with the same key within 24 hours has no second effect.",
  })
  idempotencyKey?: string | null;
}

@InputType({ description: "Archives a patient: the record is kept, new bookings are refused." })
export class ArchivePatientInput {
  @Field(() => ID, { description: "The patient's id." })
  id!: string;

  @Field(() => Int, {
    nullable: true,
    description: "The version that you decided on; VERSION_CONFLICT when there is a newer one.",
  })
  expectedVersion?: number | null;

  @Field(() => String, { nullable: true, description: "Why, up to 500 characters; kept with the record." })
  reason?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Repeating the mutation with the same key within 24 hours has no second effect.",
  })
  idempotencyKey?: string | null;
}
