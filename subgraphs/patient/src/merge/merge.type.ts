import { DateTime, LocalDate, payloadType } from "@careconnect/kit";
import { Field, ID, ObjectType } from "type-graphql";
import { Patient } from "../patient/patient.type.ts";

@ObjectType({ description: "A record that was merged into a patient's, as it was kept." })
export class MergedRecord {
  @Field(() => ID, {
    description: "The record's id: asked for as a patient, it is answered as the one that stands for it.",
  })
  id!: string;

  @Field(() => String, { nullable: true, description: "The id in the system that the record was imported from." })
  externalId!: string | null;

  @Field(() => String, { description: "The record's own medical record number." })
  mrn!: string;

  @Field(() => String, { description: "Given and family name, as this record has them." })
  fullName!: string;

  @Field(() => LocalDate, { description: "Day of birth, as this record has it." })
  birthDate!: string;

  @Field(() => DateTime, { description: "When it was merged." })
  mergedAt!: Date;

  @Field(() => String, { nullable: true, description: "Why it was merged." })
  reason!: string | null;
}

export const MergePatientsPayload = payloadType("MergePatients", "patient", () => Patient);
export const UndoPatientMergePayload = payloadType("UndoPatientMerge", "patient", () => Patient);
