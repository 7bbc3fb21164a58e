import { IdempotencyKey, LocalDate } from "@careconnect/kit";
import { Field, ID, InputType, Int } from "type-graphql";

@InputType({ description: "Something new in a patient's history: something that the patient takes." })
export class RecordMedicationInput {
  @Field(() => ID, { description: "Whose history it is." })
  patientId!: string;

  @Field(() => String, {
    description: "The code system's URI, up to 200 characters, e.g. `http://www.nlm.nih.gov/research/umls/rxnorm`.",
  })
  system!: string;

  @Field(() => String, { description: "The code within `system`, up to 100 characters." })
  code!: string;

  @Field(() => String, { description: "Its name, up to 500 characters." })
  display!: string;

  @Field(() => String, { nullable: true, description: "How much and when, up to 500 characters." })
  dosage?: string | null;

  @Field(() => LocalDate, { nullable: true, description: "When it began, not in the future." })
  startedOn?: string | null;

  @Field(() => LocalDate, { nullable: true, description: "When it ended, if it is over." })
  stoppedOn?: string | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Corrections of what is in a patient's history: what is absent stays, null removes." })
export class UpdateMedicationInput {
  @Field(() => ID, { description: "The medication's id." })
  id!: string;

  @Field(() => Int, { description: "The version that you decided on; VERSION_CONFLICT when there is a newer one." })
  expectedVersion!: number;

  @Field(() => String, {
    nullable: true,
    description: "The code system's URI, up to 200 characters; given with `code` and `display`.",
  })
  system?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The code within `system`, up to 100 characters; cannot be removed.",
  })
  code?: string | null;

  @Field(() => String, { nullable: true, description: "Its name, up to 500 characters; cannot be removed." })
  display?: string | null;

  @Field(() => String, { nullable: true, description: "How much and when, up to 500 characters; null removes it." })
  dosage?: string | null;

  @Field(() => LocalDate, { nullable: true, description: "When it began; null: not known." })
  startedOn?: string | null;

  @Field(() => LocalDate, { nullable: true, description: "When it ended; null: it did not." })
  stoppedOn?: string | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Says that a medication is no longer taken; it stays in the history." })
export class StopMedicationInput {
  @Field(() => ID, { description: "The medication's id." })
  id!: string;

  @Field(() => Int, {
    nullable: true,
    description: "The version that you decided on; VERSION_CONFLICT when there is a newer one.",
  })
  expectedVersion?: number | null;

  @Field(() => LocalDate, { description: "Since when, not in the future." })
  stoppedOn!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
