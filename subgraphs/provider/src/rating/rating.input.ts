import { IdempotencyKey } from "@careconnect/kit";
import { Field, ID, InputType, Int } from "type-graphql";
import { RatingDecision } from "./rating.type.ts";

@InputType({ description: "What a patient says of the provider of a visit." })
export class RateProviderInput {
  @Field(() => ID, { description: "The visit: your own, FULFILLED, and 30 days ago at most." })
  appointmentId!: string;

  @Field(() => Int, { description: "1 to 5, where 5 is the best." })
  score!: number;

  @Field(() => String, {
    nullable: true,
    description: "In words, 2,000 characters at most: shown to others when administration has read it.",
  })
  feedback?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether administration is not told who wrote it; the directory tells nobody. False unless told.",
  })
  anonymous?: boolean | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Changes of a rating; what is left out stays." })
export class UpdateRatingInput {
  @Field(() => ID, { description: "The rating's id." })
  id!: string;

  @Field(() => Int, { description: "The version that you decided on; VERSION_CONFLICT when there is a newer one." })
  expectedVersion!: number;

  @Field(() => Int, { nullable: true, description: "1 to 5, where 5 is the best." })
  score?: number | null;

  @Field(() => String, {
    nullable: true,
    description: "In words, 2,000 characters at most: another text is read again before it is shown; null removes it.",
  })
  feedback?: string | null;

  @Field(() => Boolean, { nullable: true, description: "Whether administration is not told who wrote it." })
  anonymous?: boolean | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Which rating is taken back." })
export class WithdrawRatingInput {
  @Field(() => ID, { description: "The rating's id." })
  id!: string;

  @Field(() => Int, {
    nullable: true,
    description: "The version that you decided on; VERSION_CONFLICT when there is a newer one.",
  })
  expectedVersion?: number | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "What is to become of a rating." })
export class ModerateRatingInput {
  @Field(() => ID, { description: "The rating's id." })
  id!: string;

  @Field(() => RatingDecision, { description: "Whether it is shown." })
  decision!: RatingDecision;

  @Field(() => String, {
    nullable: true,
    description:
      "Why, 10 to 500 characters: the patient reads it. Always with REJECT, and when what was rejected is shown after all.",
  })
  reason?: string | null;

  @Field(() => Int, { description: "The version that you have read; VERSION_CONFLICT when there is a newer one." })
  expectedVersion!: number;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
