import { Address, connectionType, IdempotencyKey, payloadType, Weekday } from "@careconnect/kit";
import { Directive, Field, ID, InputType, Int, ObjectType } from "type-graphql";

@ObjectType({ description: "A part of a day of every week in which a location is open, on the clock of its own zone." })
export class OpeningHours {
  @Field(() => Weekday, { description: "The day of the week." })
  day!: Weekday;

  @Field(() => String, { description: "When they begin, `HH:MM`." })
  from!: string;

  @Field(() => String, { description: "When they end, `HH:MM`; `24:00` is the end of the day." })
  to!: string;
}

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

  @Field(() => [OpeningHours], {
    nullable: true,
    description: "When it is open, in the order of the week, 70 at most; empty for never, null for at all times.",
  })
  openingHours!: OpeningHours[] | null;

  @Field(() => Int, { description: "Grows with every change: pass it as `expectedVersion`." })
  version!: number;
}

export const LocationConnection = connectionType("Location", () => Location, "locations");

export const SetLocationHoursPayload = payloadType("SetLocationHours", "location", () => Location);

@InputType({ description: "A part of a day of every week, on the clock of the location's own zone." })
export class OpeningHoursInput {
  @Field(() => Weekday, { description: "The day of the week; 10 intervals of one at most, which must not overlap." })
  day!: Weekday;

  @Field(() => String, { description: "When they begin, `HH:MM` from `00:00` to `23:59`." })
  from!: string;

  @Field(() => String, { description: "When they end, `HH:MM` up to `24:00`, later than `from`." })
  to!: string;
}

@InputType({ description: "When a location is open from now on." })
export class SetLocationHoursInput {
  @Field(() => ID, { description: "The location's id." })
  locationId!: string;

  @Field(() => [OpeningHoursInput], {
    nullable: true,
    description: "The hours of a week; empty for never, null for at all times.",
  })
  weekly?: OpeningHoursInput[] | null;

  @Field(() => Int, {
    nullable: true,
    description: "The version that you decided on; VERSION_CONFLICT when there is a newer one.",
  })
  expectedVersion?: number | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

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
