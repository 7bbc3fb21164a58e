import { LocalDate, MinorUnits, Money, VisitType } from "@careconnect/kit";
import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { InvoiceLineKind } from "../invoice/line.kind.ts";
import { InvoiceLineWording } from "../invoice/line.wording.ts";
import { ShareReason } from "./share.reason.ts";

@ObjectType({ description: "One line of a quote." })
export class QuoteLine {
  @Field(() => InvoiceLineKind, { description: "What it is." })
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

  @Field(() => Money, { description: "What it adds to the total; negative for a discount." })
  amount!: Money;
}

@ObjectType({ description: "Who pays which part of a quote, and why." })
export class QuoteShare {
  @Field(() => ShareReason, { description: "Why." })
  reason!: ShareReason;

  @Field(() => Money, { description: "Which part of the total." })
  amount!: Money;
}

@ObjectType({
  description:
    "What a visit would cost, and why. It is rounded to the minor unit, half to the even one; shares add up to the total.",
})
export class Quote {
  @Field(() => [QuoteLine], { description: "What is charged for: the amounts add up to the total." })
  lines!: QuoteLine[];

  @Field(() => [QuoteShare], { description: "Who pays what: the amounts add up to the total." })
  shares!: QuoteShare[];

  @Field(() => Money, { description: "What it costs in all." })
  total!: Money;

  @Field(() => Money, { description: "What of the total the patient pays." })
  patientShare!: Money;

  @Field(() => Money, { description: "What of the total the payer pays." })
  payerShare!: Money;
}

@InputType({ description: "What is to be priced." })
export class QuoteInput {
  @Field(() => VisitType, { description: "Which kind of visit." })
  visitType!: VisitType;

  @Field(() => String, { nullable: true, description: "The code of the provider's specialty, up to 100 characters." })
  specialty?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      "Who pays for the patient, by the id of one of `payers`, BAD_USER_INPUT for another; without one, the patient alone.",
  })
  payerId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The name of the patient's plan with that payer, up to 200 characters.",
  })
  plan?: string | null;

  @Field(() => LocalDate, {
    nullable: true,
    description: "The day of the visit by the organization's calendar; today unless told.",
  })
  on?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: "What is let off, in hundredths of a percent, 0 to 10,000; not together with `discountAmount`.",
  })
  discountBasisPoints?: number | null;

  @Field(() => MinorUnits, {
    nullable: true,
    description: "What is let off, in minor units of the price's currency; never more than the price.",
  })
  discountAmount?: number | null;
}
