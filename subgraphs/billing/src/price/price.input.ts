import { IdempotencyKey, LocalDate, MinorUnits, VisitType } from "@careconnect/kit";
import { Field, ID, InputType, Int } from "type-graphql";

@InputType({ description: "A new price." })
export class AddPriceInput {
  @Field(() => VisitType, { description: "Which kind of visit costs it." })
  visitType!: VisitType;

  @Field(() => String, {
    nullable: true,
    description:
      "The code of the provider's specialty as the directory has it (`specialties`), 1 to 100 characters: of one that no provider has it is the price of nothing. Without one, of any.",
  })
  specialty?: string | null;

  @Field(() => ID, { nullable: true, description: "For patients of this payer alone, by the id of one of `payers`." })
  payerId?: string | null;

  @Field(() => MinorUnits, {
    description: "What it costs before tax, in minor units of the organization's currency, 0 to 10,000,000,000.",
  })
  amount!: number;

  @Field(() => Int, {
    nullable: true,
    description: "The tax on top, in hundredths of a percent, 0 to 10,000; none unless told.",
  })
  taxBasisPoints?: number | null;

  @Field(() => LocalDate, { description: "The first day of visits that cost it, by the organization's calendar." })
  startsOn!: string;

  @Field(() => LocalDate, { nullable: true, description: "The last day of visits that cost it; without one, no end." })
  endsOn?: string | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "A price that ends." })
export class EndPriceInput {
  @Field(() => ID, { description: "The price's id." })
  id!: string;

  @Field(() => LocalDate, { description: "The last day of visits that cost it; not before its first." })
  endsOn!: string;

  @Field(() => Int, {
    nullable: true,
    description: "The price's version that you decided on; VERSION_CONFLICT when there is a newer one.",
  })
  expectedVersion?: number | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
