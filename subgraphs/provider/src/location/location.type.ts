import { Address, connectionType } from "@careconnect/kit";
import { Directive, Field, ID, InputType, ObjectType } from "type-graphql";

@Directive('@key(fields: "id")')
@ObjectType({ description: "A place where patients are seen: a clinic, a practice, a hospital." })
export class Location {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => String, { nullable: true, description: "The id in the system that the record was imported from." })
  externalId!: string | null;

  @Field(() => String, { description: "Its name." })
  name!: string;

  @Field(() => Address, { nullable: true, description: "Where it is." })
  address!: Address | null;

  @Field(() => String, { nullable: true, description: "Its telephone number." })
  phone!: string | null;

  @Field(() => String, { description: "Time zone, by its IANA name, e.g. `America/New_York`." })
  timeZone!: string;
}

export const LocationConnection = connectionType("Location", () => Location, "locations");

@InputType({ description: "Narrows a list of locations; all that is given must hold." })
export class LocationFilter {
  @Field(() => String, {
    nullable: true,
    description: "Words that start words of the name (accents and case ignored).",
  })
  search?: string | null;

  @Field(() => String, { nullable: true, description: "The id in the system that the record was imported from." })
  externalId?: string | null;
}
