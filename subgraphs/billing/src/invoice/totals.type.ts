import { Money } from "@careconnect/kit";
import { Field, Int, ObjectType } from "type-graphql";
import { InvoiceStatus } from "./invoice.status.ts";

@ObjectType({ description: "What the invoices of one status come to in one currency." })
export class InvoiceTotal {
  @Field(() => InvoiceStatus, { description: "The status." })
  status!: InvoiceStatus;

  @Field(() => Int, { description: "How many are in it; 0 when none is." })
  count!: number;

  @Field(() => Money, { description: "What they charge in all." })
  total!: Money;

  @Field(() => Money, { description: "What of it is still owed." })
  balance!: Money;
}
