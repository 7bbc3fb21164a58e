import { connectionType, LocalDate, payloadType, VisitType } from "@careconnect/kit";
import { Field, ID, InputType, Int, ObjectType } from "type-graphql";

@ObjectType({
  description:
    "What a kind of visit costs, from one day to another. Of several that hold, the one for the payer counts before the one for the specialty, and that one before the one for everybody.",
})
export class Price {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => VisitType, { description: "Which kind of visit costs it." })
  visitType!: VisitType;

  @Field(() => String, { nullable: true, description: "The code of the provider's specialty; null: any." })
  specialty!: string | null;

  @Field(() => Int, { description: "The tax on top, in hundredths of a percent: 1900 is 19 %." })
  taxBasisPoints!: number;

  @Field(() => LocalDate, { description: "The first day of visits that cost it, by the organization's calendar." })
  startsOn!: string;

  @Field(() => LocalDate, {
    nullable: true,
    description: "The last day of visits that cost it; null: it does not end.",
  })
  endsOn!: string | null;

  @Field(() => Int, { description: "Grows with every change: pass it as `expectedVersion`." })
  version!: number;
}

export const PriceConnection = connectionType("Price", () => Price, "prices");

export const AddPricePayload = payloadType("AddPrice", "price", () => Price);
export const EndPricePayload = payloadType("EndPrice", "price", () => Price);

@InputType({ description: "Narrows a list of prices; all that is given must hold." })
export class PriceFilter {
  @Field(() => VisitType, { nullable: true, description: "Of this kind of visit." })
  visitType?: VisitType | null;

  @Field(() => String, { nullable: true, description: "For this specialty alone, by its code." })
  specialty?: string | null;

  @Field(() => ID, { nullable: true, description: "For this payer alone." })
  payerId?: string | null;

  @Field(() => LocalDate, { nullable: true, description: "Holds on this day." })
  on?: string | null;
}
