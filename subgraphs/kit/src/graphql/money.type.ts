import { Directive, Field, ObjectType } from "type-graphql";
import { Currency, MinorUnits } from "./scalars.ts";

@Directive("@shareable")
@ObjectType({ description: "An amount of money." })
export class Money {
  @Field(() => MinorUnits, { description: "The amount in the currency's minor unit, e.g. cents." })
  amount!: number;

  @Field(() => Currency, { description: "The currency, by its ISO 4217 code." })
  currency!: string;
}
