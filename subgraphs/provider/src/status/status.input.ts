import { IdempotencyKey } from "@careconnect/kit";
import { Field, ID, InputType, Int } from "type-graphql";

@InputType({ description: "Who is to be bookable or not, and why." })
export class ChangeProviderStatusInput {
  @Field(() => ID, { description: "The provider's id." })
  id!: string;

  @Field(() => String, {
    description: "Why, 10 to 500 characters: administrators, the front desk and the provider read it in the history.",
  })
  reason!: string;

  @Field(() => Int, {
    nullable: true,
    description: "The provider's version that you decided on; VERSION_CONFLICT when there is a newer one.",
  })
  expectedVersion?: number | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
