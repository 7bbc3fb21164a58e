import { DateTime } from "@careconnect/kit";
import { Field, ID, InputType, ObjectType } from "type-graphql";

@ObjectType({ description: "A medicine that was prescribed in a visit (FHIR MedicationRequest)." })
export class Prescription {
  @Field(() => String, { description: "The medicine, with its strength." })
  medication!: string;

  @Field(() => String, { description: "How much, how often and how long." })
  dosage!: string;

  @Field(() => String, { nullable: true, description: "What else to mind; null for nothing." })
  instructions!: string | null;
}

@ObjectType({ description: "What was found and decided in a visit." })
export class EncounterSummary {
  @Field(() => String, { description: "What the patient came with." })
  complaint!: string;

  @Field(() => String, { nullable: true, description: "What was seen, heard and measured." })
  findings!: string | null;

  @Field(() => String, { nullable: true, description: "What the provider takes it for." })
  assessment!: string | null;

  @Field(() => String, { nullable: true, description: "What is to be done." })
  plan!: string | null;

  @Field(() => [Prescription], {
    description: "What was prescribed, in the order in which it was written; 50 at most.",
  })
  prescriptions!: Prescription[];
}

@ObjectType({ description: "What happens between patient and provider in a visit (FHIR Encounter)." })
export class Consultation {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => DateTime, { nullable: true, description: "When it began; null before." })
  startedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: "When it was completed; null while it goes on." })
  completedAt!: Date | null;
}

@InputType({ description: "A medicine to be prescribed." })
export class PrescriptionInput {
  @Field(() => String, { description: "The medicine, with its strength: 1 to 200 characters." })
  medication!: string;

  @Field(() => String, { description: "How much, how often and how long: 1 to 500 characters." })
  dosage!: string;

  @Field(() => String, { nullable: true, description: "What else to mind: 1 to 1,000 characters." })
  instructions?: string | null;
}

@InputType({ description: "What was found and decided in a visit." })
export class EncounterSummaryInput {
  @Field(() => String, { description: "What the patient came with: 1 to 10,000 characters." })
  complaint!: string;

  @Field(() => String, { nullable: true, description: "What was seen, heard and measured: 1 to 10,000 characters." })
  findings?: string | null;

  @Field(() => String, { nullable: true, description: "What the provider takes it for: 1 to 10,000 characters." })
  assessment?: string | null;

  @Field(() => String, { nullable: true, description: "What is to be done: 1 to 10,000 characters." })
  plan?: string | null;

  @Field(() => [PrescriptionInput], { nullable: true, description: "What is prescribed: 50 at most." })
  prescriptions?: PrescriptionInput[] | null;
}
