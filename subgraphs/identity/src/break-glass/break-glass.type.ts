import { connectionType, DateTime, IdempotencyKey, payloadType } from "@careconnect/kit";
import { Field, ID, InputType, ObjectType } from "type-graphql";

@ObjectType({ description: "Emergency access that somebody gave themselves to one patient, for 30 minutes." })
export class BreakGlassAccess {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => ID, { description: "The user who has it." })
  userId!: string;

  @Field(() => String, { nullable: true, description: "Why, in their words." })
  reason!: string | null;

  @Field(() => DateTime, { name: "startedAt", description: "When it began." })
  createdAt!: Date;

  @Field(() => DateTime, { description: "When it ends at the latest." })
  expiresAt!: Date;

  @Field(() => DateTime, { nullable: true, description: "When it was given back before its time." })
  endedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: "When an administrator looked at it." })
  reviewedAt!: Date | null;

  @Field(() => String, { nullable: true, description: "What the administrator noted." })
  reviewNote!: string | null;
}

export const BreakGlassAccessConnection = connectionType("BreakGlassAccess", () => BreakGlassAccess, "accesses");

export const BreakGlassPayload = payloadType("BreakGlass", "access", () => BreakGlassAccess);
export const EndBreakGlassPayload = payloadType("EndBreakGlass", "access", () => BreakGlassAccess);
export const ReviewBreakGlassPayload = payloadType("ReviewBreakGlass", "access", () => BreakGlassAccess);

@InputType({ description: "Emergency access to one patient." })
export class BreakGlassInput {
  @Field(() => ID, { description: "The patient's id." })
  patientId!: string;

  @Field(() => String, { description: "Why it cannot wait, 10 to 500 characters: an administrator will read it." })
  reason!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Which emergency access is given back." })
export class EndBreakGlassInput {
  @Field(() => ID, { description: "The access's id." })
  id!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "What an administrator found about an emergency access." })
export class ReviewBreakGlassInput {
  @Field(() => ID, { description: "The access's id." })
  id!: string;

  @Field(() => String, { description: "What was found, 10 to 500 characters." })
  note!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
