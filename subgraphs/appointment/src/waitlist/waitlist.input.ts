import { DateTime, IdempotencyKey, VisitType } from "@careconnect/kit";
import { Field, ID, InputType, Int } from "type-graphql";

@InputType({ description: "What somebody waits for: a provider, or anybody of a specialty." })
export class JoinWaitlistInput {
  @Field(() => ID, { description: "Who waits; a patient waits for themselves." })
  patientId!: string;

  @Field(() => ID, { nullable: true, description: "For this provider. Name one, or a specialty." })
  providerId?: string | null;

  @Field(() => String, { nullable: true, description: "For anybody of this specialty, by its code." })
  specialty?: string | null;

  @Field(() => VisitType, { description: "How they want to meet." })
  visitType!: VisitType;

  @Field(() => DateTime, { description: "The visit is to start then or later." })
  from!: Date;

  @Field(() => DateTime, { description: "It is to end by then: after `from`, to come, a year ahead at most." })
  until!: Date;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Names somebody who waits." })
export class LeaveWaitlistInput {
  @Field(() => ID, { description: "The entry's id." })
  id!: string;

  @Field(() => Int, {
    nullable: true,
    description: "The version that you decided on; VERSION_CONFLICT when there is a newer one.",
  })
  expectedVersion?: number | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Names a time that is held for somebody." })
export class AcceptWaitlistOfferInput {
  @Field(() => ID, { description: "The offer's id." })
  id!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
