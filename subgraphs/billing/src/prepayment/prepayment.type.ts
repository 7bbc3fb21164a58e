import { connectionType, DateTime } from "@careconnect/kit";
import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { PrepaymentFailure, PrepaymentState } from "./prepayment.state.ts";

@ObjectType({ description: "How far a visit that is paid in advance is." })
export class Prepayment {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => PrepaymentState, { description: "How far it is." })
  state!: PrepaymentState;

  @Field(() => DateTime, { description: "Until when its time was held for it to be paid." })
  payUntil!: Date;

  @Field(() => DateTime, { nullable: true, description: "When the patient's share was paid; null while it was not." })
  paidAt!: Date | null;

  @Field(() => Int, { description: "How often a card was declined for it; the third time it is called off." })
  declines!: number;

  @Field(() => PrepaymentFailure, { nullable: true, description: "Why it could not be paid; null while it could." })
  failure!: PrepaymentFailure | null;

  @Field(() => DateTime, { description: "When the visit was asked for." })
  createdAt!: Date;

  @Field(() => DateTime, { description: "When it last went on." })
  updatedAt!: Date;
}

export const PrepaymentConnection = connectionType("Prepayment", () => Prepayment, "visits that are paid in advance");

@InputType({ description: "Narrows a list of visits that are paid in advance; all that is given must hold." })
export class PrepaymentFilter {
  @Field(() => [PrepaymentState], { nullable: true, description: "In one of these states." })
  state?: PrepaymentState[] | null;

  @Field(() => ID, { nullable: true, description: "Of this visit." })
  appointmentId?: string | null;
}
