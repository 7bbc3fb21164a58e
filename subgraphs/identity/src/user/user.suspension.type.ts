import { DateTime, IdempotencyKey, payloadType } from "@careconnect/kit";
import { Field, ID, InputType, ObjectType } from "type-graphql";

@ObjectType({ description: "Whether an account is suspended." })
export class UserSuspension {
  @Field(() => ID, { name: "userId", description: "The user's id." })
  id!: string;

  @Field(() => DateTime, { nullable: true, description: "Since when; null when the account is open." })
  suspendedAt!: Date | null;

  @Field(() => String, { nullable: true, description: "Why, in an administrator's words." })
  suspensionReason!: string | null;
}

export const SuspendUserPayload = payloadType("SuspendUser", "suspension", () => UserSuspension);
export const ReinstateUserPayload = payloadType("ReinstateUser", "suspension", () => UserSuspension);

@InputType({ description: "Whose account is suspended." })
export class SuspendUserInput {
  @Field(() => ID, { description: "The user's id." })
  id!: string;

  @Field(() => String, { description: "Why, 10 to 500 characters." })
  reason!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Whose account is opened again." })
export class ReinstateUserInput {
  @Field(() => ID, { description: "The user's id." })
  id!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
