import { IdempotencyKey } from "@careconnect/kit";
import { Field, ID, InputType } from "type-graphql";

@InputType({ description: "Says that two patients who look like one person are two." })
export class DismissDuplicateInput {
  @Field(() => ID, { description: "One of them." })
  id!: string;

  @Field(() => ID, { description: "The other one." })
  otherId!: string;

  @Field(() => String, { nullable: true, description: "How it was found out, up to 500 characters; kept with it." })
  reason?: string | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Takes back that two patients were said to be two." })
export class UndoDismissDuplicateInput {
  @Field(() => ID, { description: "One of them." })
  id!: string;

  @Field(() => ID, { description: "The other one." })
  otherId!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
