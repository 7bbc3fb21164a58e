import { DateTime, IdempotencyKey, payloadType } from "@careconnect/kit";
import { Field, ID, InputType, ObjectType } from "type-graphql";
import { ExportFailure, ExportStatus } from "./export.state.ts";

@ObjectType({
  description: "Everything that is known of a patient, gathered as a signed archive because somebody asked for it.",
})
export class PatientExport {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => ExportStatus, { description: "How far it is." })
  status!: ExportStatus;

  @Field(() => [String], { description: "The parts of the system of which everything is there." })
  gathered!: string[];

  @Field(() => ExportFailure, { nullable: true, description: "Why it failed; null when it did not." })
  failure!: ExportFailure | null;

  @Field(() => String, { nullable: true, description: "Why it was asked for." })
  reason!: string | null;

  @Field(() => DateTime, { nullable: true, description: "Until when it can be fetched; null while it is not ready." })
  expiresAt!: Date | null;
}

@InputType({ description: "Asks for everything that is known of a patient." })
export class ExportPatientDataInput {
  @Field(() => ID, { description: "Whose data." })
  patientId!: string;

  @Field(() => String, { nullable: true, description: "Why, up to 500 characters." })
  reason?: string | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

export const ExportPatientDataPayload = payloadType("ExportPatientData", "patientExport", () => PatientExport);
