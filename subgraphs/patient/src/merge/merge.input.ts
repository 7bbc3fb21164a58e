import { IdempotencyKey } from "@careconnect/kit";
import { Field, ID, InputType, Int } from "type-graphql";

@InputType({ description: "Says that two records are one person's." })
export class MergePatientsInput {
  @Field(() => ID, { description: "The record that is merged; from then on it is answered as the other one." })
  id!: string;

  @Field(() => ID, { description: "The record that stands for both." })
  intoId!: string;

  @Field(() => String, { description: "Why they are the same person, up to 500 characters; kept with the merge." })
  reason!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      "The version of the record that is merged that you decided on; VERSION_CONFLICT when there is a newer one.",
  })
  expectedVersion?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "The version of the other record that you decided on; VERSION_CONFLICT when there is a newer one.",
  })
  intoExpectedVersion?: number | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Says that a record that was merged is of somebody else after all." })
export class UndoPatientMergeInput {
  @Field(() => ID, { description: "The record that was merged." })
  id!: string;

  @Field(() => String, { description: "Why, up to 500 characters; kept with the merge." })
  reason!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
