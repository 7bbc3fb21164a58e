import { connectionType, DateTime, IdempotencyKey, payloadType } from "@careconnect/kit";
import { Field, ID, InputType, ObjectType } from "type-graphql";

@ObjectType({ description: "That a patient's record is kept and not used, since when and until when." })
export class PatientRestriction {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => ID, { description: "The patient's id; of merged records, of the one that stands for all." })
  patientId!: string;

  @Field(() => String, { nullable: true, description: "Why; null once the patient was erased." })
  reason!: string | null;

  @Field(() => ID, { description: "The user who restricted it." })
  restrictedBy!: string;

  @Field(() => DateTime, { nullable: true, description: "When it was lifted; null while it is in force." })
  liftedAt!: Date | null;

  @Field(() => ID, { nullable: true, description: "The user who lifted it." })
  liftedBy!: string | null;

  @Field(() => String, { nullable: true, description: "Why it was lifted." })
  liftReason!: string | null;
}

export const PatientRestrictionConnection = connectionType(
  "PatientRestriction",
  () => PatientRestriction,
  "restrictions",
);

@InputType({ description: "Has a patient's record kept and not used." })
export class RestrictPatientInput {
  @Field(() => ID, { description: "Whose; all records that are merged with this one are." })
  patientId!: string;

  @Field(() => String, { description: "Why, up to 500 characters." })
  reason!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Has a patient's record used again." })
export class LiftPatientRestrictionInput {
  @Field(() => ID, { description: "Whose." })
  patientId!: string;

  @Field(() => String, { description: "Why, up to 500 characters." })
  reason!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

export const RestrictPatientPayload = payloadType("RestrictPatient", "restriction", () => PatientRestriction);
export const LiftPatientRestrictionPayload = payloadType(
  "LiftPatientRestriction",
  "restriction",
  () => PatientRestriction,
);
