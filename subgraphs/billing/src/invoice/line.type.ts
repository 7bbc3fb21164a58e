import { Money } from "@careconnect/kit";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { InvoiceLineKind } from "./line.kind.ts";
import { InvoiceLineWording } from "./line.wording.ts";

@ObjectType({ description: "What an invoice charges for." })
export class InvoiceLine {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => InvoiceLineKind, { description: "What the line is." })
  kind!: InvoiceLineKind;

  @Field(() => String, { description: "What is charged for." })
  description!: string;

  @Field(() => InvoiceLineWording, {
    nullable: true,
    description:
      "What is charged for, where `description` has billing's own words for it; null where somebody described it.",
  })
  wording!: InvoiceLineWording | null;

  @Field(() => Int, {
    nullable: true,
    description: "The rate of tax that the line is, in hundredths of a percent; null unless `wording` is TAX.",
  })
  taxRateBasisPoints!: number | null;

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
