import { Money } from "@careconnect/kit";
import { Field, Int, ObjectType } from "type-graphql";

@ObjectType({ description: "What payments come to, in the organization's currency." })
export class PaymentSummary {
  @Field(() => Money, { description: "What was received, less what was given back." })
  paid!: Money;

  @Field(() => Money, { description: "What of it is under way." })
  pending!: Money;

  @Field(() => Money, { description: "What was not received, since the payment failed." })
  failed!: Money;

  @Field(() => Money, { description: "What was received and given back." })
  refunded!: Money;

  @Field(() => Int, { description: "How many were received." })
  paidCount!: number;

  @Field(() => Int, { description: "How many are under way." })
  pendingCount!: number;

  @Field(() => Int, { description: "How many failed." })
  failedCount!: number;

  @Field(() => Int, { description: "How many are in other currencies, which are counted nowhere else here." })
  otherCurrencyCount!: number;
}
