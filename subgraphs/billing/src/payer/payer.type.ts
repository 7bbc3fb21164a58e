import { connectionType } from "@careconnect/kit";
import { Directive, Field, ID, InputType, ObjectType } from "type-graphql";

@Directive('@key(fields: "id")')
@ObjectType({ description: "An insurer or programme that pays a share of what patients are invoiced." })
export class Payer {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => String, { nullable: true, description: "The id in the system that the record was imported from." })
  externalId!: string | null;

  @Field(() => String, { description: "Its name." })
  name!: string;
}

export const PayerConnection = connectionType("Payer", () => Payer, "payers");

@InputType({ description: "Narrows a list of payers; all that is given must hold." })
export class PayerFilter {
  @Field(() => String, {
    nullable: true,
    description: "Words that start words of the name (accents and case ignored).",
  })
  search?: string | null;

  @Field(() => String, { nullable: true, description: "The id in the system that the record was imported from." })
  externalId?: string | null;
}
