import { Currency } from "@careconnect/kit";
import { Field, ID, ObjectType } from "type-graphql";

@ObjectType({ description: "A clinic or group of clinics: every record belongs to one." })
export class Organization {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => String, { description: "Name." })
  name!: string;

  @Field(() => String, {
    description: "Time zone in which its days and periods begin, by its IANA name, e.g. `America/New_York`.",
  })
  timeZone!: string;

  @Field(() => Currency, { description: "Currency of its totals." })
  currency!: string;
}
