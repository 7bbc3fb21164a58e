import { LocalDate, payloadType } from "@careconnect/kit";
import { Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";

/** Whether a medication is still taken. */
export enum MedicationStatus {
  ACTIVE = "ACTIVE",
  STOPPED = "STOPPED",
}

registerEnumType(MedicationStatus, {
  name: "MedicationStatus",
  description: "Whether a medication is still taken (FHIR MedicationStatementStatus).",
  valuesConfig: {
    ACTIVE: { description: "The patient takes it." },
    STOPPED: { description: "The patient no longer takes it." },
  },
});

@ObjectType({
  description: "Something that a patient takes or took, whoever prescribed it (FHIR MedicationStatement).",
})
export class Medication {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => String, {
    description: "The code system's URI, e.g. `http://www.nlm.nih.gov/research/umls/rxnorm`.",
  })
  system!: string;

  @Field(() => String, { description: "The code within `system`." })
  code!: string;

  @Field(() => String, { description: "The medication's name." })
  display!: string;

  @Field(() => String, { nullable: true, description: "How much and when." })
  dosage?: string | null | undefined;

  @Field(() => LocalDate, { nullable: true, description: "Since when it is taken." })
  startedOn?: string | null | undefined;

  @Field(() => LocalDate, { nullable: true, description: "Since when it is no longer taken." })
  stoppedOn?: string | null | undefined;

  @Field(() => Int, { description: "Grows with every change: pass it as `expectedVersion`." })
  version!: number;
}

export const RecordMedicationPayload = payloadType("RecordMedication", "medication", () => Medication);
export const UpdateMedicationPayload = payloadType("UpdateMedication", "medication", () => Medication);
export const StopMedicationPayload = payloadType("StopMedication", "medication", () => Medication);
