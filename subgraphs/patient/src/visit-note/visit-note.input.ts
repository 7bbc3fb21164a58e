import { IdempotencyKey } from "@careconnect/kit";
import { Field, ID, InputType, Int } from "type-graphql";

@InputType({ description: "Begins a note about a patient, which nobody else sees until it is signed." })
export class DraftVisitNoteInput {
  @Field(() => ID, { description: "Whom it is about." })
  patientId!: string;

  @Field(() => ID, {
    nullable: true,
    description:
      "The patient's visit that it is about, if any: for a provider one with them that is not cancelled or missed, from 90 days ago to 30 days ahead unless the operator decided otherwise.",
  })
  appointmentId?: string | null;

  @Field(() => String, { description: "What it says, up to 20,000 characters, of many lines." })
  text!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Writes one's draft anew." })
export class UpdateVisitNoteInput {
  @Field(() => ID, { description: "The note's id." })
  id!: string;

  @Field(() => Int, { description: "The version that you decided on; VERSION_CONFLICT when there is a newer one." })
  expectedVersion!: number;

  @Field(() => String, { description: "What it says from now on, up to 20,000 characters, of many lines." })
  text!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Signs one's draft: from then on it is as it is." })
export class SignVisitNoteInput {
  @Field(() => ID, { description: "The note's id." })
  id!: string;

  @Field(() => Int, { description: "The version that you decided on; VERSION_CONFLICT when there is a newer one." })
  expectedVersion!: number;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Adds something to a note that is signed." })
export class AddVisitNoteAddendumInput {
  @Field(() => ID, { description: "The note's id." })
  id!: string;

  @Field(() => Int, {
    nullable: true,
    description: "The version that you decided on; VERSION_CONFLICT when there is a newer one.",
  })
  expectedVersion?: number | null;

  @Field(() => String, { description: "What it says, up to 20,000 characters, of many lines." })
  text!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Says that a note of one's own should not be there; it is kept." })
export class MarkVisitNoteEnteredInErrorInput {
  @Field(() => ID, { description: "The note's id." })
  id!: string;

  @Field(() => Int, {
    nullable: true,
    description: "The version that you decided on; VERSION_CONFLICT when there is a newer one.",
  })
  expectedVersion?: number | null;

  @Field(() => String, { description: "Why, up to 500 characters; kept with the note." })
  reason!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
