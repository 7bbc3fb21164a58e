import { Money } from "@careconnect/kit";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { InvoiceLineKind } from "./line.kind.ts";

@ObjectType({ description: "What an invoice charges for." })
export class InvoiceLine {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => InvoiceLineKind, { description: "What the line is." })
  kind!: InvoiceLineKind;

  @Field(() => String, { description: "What is charged for." })
  description!: string;

  @Field(() => Int, { description: "How many of it." })
  quantity!: number;

  @Field(() => Money, { description: "The price of one." })
  unitPrice!: Money;

  @Field(() => Int, {
    description:
      "The tax on what is charged for, in hundredths of a percent, which has a line of its own; 0 for a discount and for tax.",
  })
  taxBasisPoints!: number;

  @Field(() => Money, { description: "The price of all: `quantity` times `unitPrice`. Negative for a credit." })
  amount!: Money;
}
