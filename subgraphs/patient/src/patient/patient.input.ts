import { AdministrativeGender, IdempotencyKey, LocalDate } from "@careconnect/kit";
import { Field, ID, InputType, Int } from "type-graphql";
import {
  ContactPointInput,
  EmergencyContactInput,
  PatientAddressInput,
  PatientSettingsInput,
} from "../demographics/demographics.input.ts";

@InputType({ description: "A new patient." })
export class RegisterPatientInput {
  @Field(() => String, { description: "Given name, 1 to 200 characters of any script." })
  givenName!: string;

  @Field(() => String, { description: "Family name, 1 to 200 characters of any script." })
  familyName!: string;

  @Field(() => LocalDate, { description: "Day of birth, not in the future wherever that is." })
  birthDate!: string;

  @Field(() => AdministrativeGender, { nullable: true, description: "Gender for administrative purposes." })
  gender?: AdministrativeGender | null;

  @Field(() => String, { nullable: true, description: "E-mail address, up to 254 characters." })
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

  @Field(() => [PatientAddressInput], { nullable: true, description: "Postal addresses, up to 10." })
  addresses?: PatientAddressInput[] | null;

  @Field(() => [ContactPointInput], {
    nullable: true,
    description: "Further ways to reach the patient, up to 20.",
  })
  contacts?: ContactPointInput[] | null;

  @Field(() => [EmergencyContactInput], {
    nullable: true,
    description: "Whom to call when something happens to the patient, the first to be called first, up to 10.",
  })
  emergencyContacts?: EmergencyContactInput[] | null;

  @Field(() => PatientSettingsInput, { nullable: true, description: "How the clinic deals with the patient." })
  settings?: PatientSettingsInput | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Changes to a patient: what is absent stays, null removes." })
export class UpdatePatientInput {
  @Field(() => ID, { description: "The patient's id." })
  id!: string;

  @Field(() => Int, { description: "The version that you decided on; VERSION_CONFLICT when there is a newer one." })
  expectedVersion!: number;

  @Field(() => String, {
    nullable: true,
    description: "Given name, 1 to 200 characters of any script; cannot be removed.",
  })
  givenName?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Family name, 1 to 200 characters of any script; cannot be removed.",
  })
  familyName?: string | null;

  @Field(() => LocalDate, { nullable: true, description: "Day of birth; cannot be removed." })
  birthDate?: string | null;

  @Field(() => LocalDate, {
    nullable: true,
    description:
      "Day of death, not before that of birth and not in the future; null removes it. FORBIDDEN to patients themselves.",
  })
  deceasedDate?: string | null;

  @Field(() => AdministrativeGender, {
    nullable: true,
    description: "Gender for administrative purposes; null removes it.",
  })
  gender?: AdministrativeGender | null;

  @Field(() => String, { nullable: true, description: "E-mail address, up to 254 characters; null removes it." })
  email?: string | null;

  @Field(() => String, { nullable: true, description: "Telephone number in E.164 form; null removes it." })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: "Preferred language, by its BCP 47 tag; null removes it." })
  language?: string | null;

  @Field(() => String, { nullable: true, description: "Time zone, by its IANA name; null removes it." })
  timeZone?: string | null;

  @Field(() => [PatientAddressInput], {
    nullable: true,
    description: "All postal addresses, up to 10, in place of those there are; null removes them.",
  })
  addresses?: PatientAddressInput[] | null;

  @Field(() => [ContactPointInput], {
    nullable: true,
    description: "All further ways to reach the patient, up to 20, in place of those there are; null removes them.",
  })
  contacts?: ContactPointInput[] | null;

  @Field(() => [EmergencyContactInput], {
    nullable: true,
    description:
      "All whom to call when something happens to the patient, up to 10, in place of those there are; null removes them.",
  })
  emergencyContacts?: EmergencyContactInput[] | null;

  @Field(() => PatientSettingsInput, {
    nullable: true,
    description: "How the clinic deals with the patient; null removes all of it.",
  })
  settings?: PatientSettingsInput | null;

  @IdempotencyKey()
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

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Brings an archived patient back." })
export class UnarchivePatientInput {
  @Field(() => ID, { description: "The patient's id." })
  id!: string;

  @Field(() => Int, {
    nullable: true,
    description: "The version that you decided on; VERSION_CONFLICT when there is a newer one.",
  })
  expectedVersion?: number | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
