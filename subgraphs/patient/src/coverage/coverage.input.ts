import { IdempotencyKey, LocalDate } from "@careconnect/kit";
import { Field, ID, InputType, Int } from "type-graphql";
import { CoveragePriority } from "./coverage.type.ts";

@InputType({ description: "A new coverage of a patient." })
export class AddCoverageInput {
  @Field(() => ID, { description: "Whom it covers." })
  patientId!: string;

  @Field(() => ID, {
    description: "Who pays, by the id of one of `payers`; NOT_FOUND for another.",
  })
  payerId!: string;

  @Field(() => String, { nullable: true, description: "The plan's name or number, up to 200 characters." })
  plan?: string | null;

  @Field(() => String, { nullable: true, description: "The patient's number with the payer, up to 50 characters." })
  memberNumber?: string | null;

  @Field(() => CoveragePriority, { description: "Whether it pays first." })
  priority!: CoveragePriority;

  @Field(() => LocalDate, { description: "The first day on which it is valid." })
  startsOn!: string;

  @Field(() => LocalDate, {
    nullable: true,
    description: "The last day on which it is valid; without one it does not end.",
  })
  endsOn?: string | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Changes to a coverage: what is absent stays, null removes." })
export class UpdateCoverageInput {
  @Field(() => ID, { description: "The coverage's id." })
  id!: string;

  @Field(() => Int, { description: "The version that you decided on; VERSION_CONFLICT when there is a newer one." })
  expectedVersion!: number;

  @Field(() => ID, { nullable: true, description: "Who pays, by the id of one of `payers`; cannot be removed." })
  payerId?: string | null;

  @Field(() => String, { nullable: true, description: "The plan's name or number; null removes it." })
  plan?: string | null;

  @Field(() => String, { nullable: true, description: "The patient's number with the payer; null removes it." })
  memberNumber?: string | null;

  @Field(() => CoveragePriority, { nullable: true, description: "Whether it pays first; cannot be removed." })
  priority?: CoveragePriority | null;

  @Field(() => LocalDate, { nullable: true, description: "The first day on which it is valid; cannot be removed." })
  startsOn?: string | null;

  @Field(() => LocalDate, { nullable: true, description: "The last day on which it is valid; null: it does not end." })
  endsOn?: string | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Ends a coverage: it is kept, with its last day." })
export class EndCoverageInput {
  @Field(() => ID, { description: "The coverage's id." })
  id!: string;

  @Field(() => Int, {
    nullable: true,
    description: "The version that you decided on; VERSION_CONFLICT when there is a newer one.",
  })
  expectedVersion?: number | null;

  @Field(() => LocalDate, { description: "Its last day: not before its first, and before the last day that it has." })
  endsOn!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
