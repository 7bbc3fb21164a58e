import { connectionType, DateTime, IdempotencyKey, payloadType } from "@careconnect/kit";
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { ErasureStatus } from "./erasure.state.ts";

/** What became of rows. */
export enum ErasureOutcome {
  DELETED = "DELETED",
  PSEUDONYMISED = "PSEUDONYMISED",
  KEPT = "KEPT",
}

registerEnumType(ErasureOutcome, {
  name: "ErasureOutcome",
  description: "What became of a patient's rows.",
  valuesConfig: {
    DELETED: { description: "They are gone." },
    PSEUDONYMISED: { description: "They stay without what says whose they are." },
    KEPT: {
      description: "They stay as they are, as the law wants: they refer to an id that leads to nobody any more.",
    },
  },
});

@ObjectType({ description: "What became of a patient's rows in one table." })
export class ErasedTable {
  @Field(() => String, { description: "The table." })
  table!: string;

  @Field(() => ErasureOutcome, { description: "What became of them." })
  outcome!: ErasureOutcome;

  @Field(() => Int, { description: "How many there were." })
  rows!: number;
}

@ObjectType({ description: "What one part of the system erased of a patient." })
export class ErasedPart {
  @Field(() => String, { description: "The part's name." })
  subgraph!: string;

  @Field(() => DateTime, { description: "When it did." })
  erasedAt!: Date;

  @Field(() => [ErasedTable], { description: "Each table that had rows of the patient." })
  tables!: ErasedTable[];
}

@ObjectType({ description: "What an erasure did, signed: with its signature it can be verified anywhere." })
export class ErasureCertificate {
  @Field(() => String, { description: "JSON: ids, counts and times. Exactly these bytes were signed, as UTF-8." })
  content!: string;

  @Field(() => String, {
    description: "A JWS without its payload (RFC 7515, appendix F); `/files/export-keys` tells the public keys.",
  })
  signature!: string;
}

@ObjectType({ description: "That everything that says who a patient is, is to be gone, or is." })
export class PatientErasure {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => ID, { description: "The patient's id; of merged records, of the one that stood for all." })
  patientId!: string;

  @Field(() => [ID], { description: "All records of the patient that it is about, the merged ones, too: 21 at most." })
  patientIds!: string[];

  @Field(() => ErasureStatus, { description: "How far it is." })
  status!: ErasureStatus;

  @Field(() => String, { nullable: true, description: "Why it was asked for; null as soon as it was carried out." })
  reason!: string | null;

  @Field(() => ID, { description: "The user who asked for it." })
  requestedBy!: string;

  @Field(() => ID, { nullable: true, description: "The user who approved, rejected or withdrew it." })
  decidedBy!: string | null;

  @Field(() => DateTime, { nullable: true, description: "When that was." })
  decidedAt!: Date | null;

  @Field(() => String, { nullable: true, description: "Why it was rejected." })
  decisionReason!: string | null;

  @Field(() => DateTime, { nullable: true, description: "When the last part of the system had erased the patient." })
  completedAt!: Date | null;
}

export const PatientErasureConnection = connectionType("PatientErasure", () => PatientErasure, "erasures");

@InputType({ description: "Asks for a patient to be erased." })
export class RequestPatientErasureInput {
  @Field(() => ID, { description: "Whom; all records that are merged with this one go with it." })
  patientId!: string;

  @Field(() => String, { description: "Why, up to 500 characters; erased with the patient." })
  reason!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Orders an erasure that somebody else asked for." })
export class ApprovePatientErasureInput {
  @Field(() => ID, { description: "The erasure." })
  id!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Does not approve an erasure that somebody else asked for." })
export class RejectPatientErasureInput {
  @Field(() => ID, { description: "The erasure." })
  id!: string;

  @Field(() => String, { description: "Why, up to 500 characters." })
  reason!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Takes back that a patient is to be erased." })
export class WithdrawPatientErasureInput {
  @Field(() => ID, { description: "The erasure." })
  id!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

export const RequestPatientErasurePayload = payloadType("RequestPatientErasure", "erasure", () => PatientErasure);
export const ApprovePatientErasurePayload = payloadType("ApprovePatientErasure", "erasure", () => PatientErasure);
export const RejectPatientErasurePayload = payloadType("RejectPatientErasure", "erasure", () => PatientErasure);
export const WithdrawPatientErasurePayload = payloadType("WithdrawPatientErasure", "erasure", () => PatientErasure);
