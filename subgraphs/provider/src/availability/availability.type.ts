import { LocalDate, payloadType, VisitType, Weekday } from "@careconnect/kit";
import { Field, ObjectType } from "type-graphql";
import { Provider } from "../provider/provider.type.ts";

@ObjectType({ description: "Hours of a day of every week, on the clock of the provider's own zone." })
export class WeeklyHours {
  @Field(() => Weekday, { description: "The day of the week." })
  day!: Weekday;

  @Field(() => String, { description: "When they begin, `HH:MM`." })
  from!: string;

  @Field(() => String, { description: "When they end, `HH:MM`; `24:00` is the end of the day." })
  to!: string;

  @Field(() => [VisitType], { nullable: true, description: "The visits they are open for; null for all." })
  visitTypes!: VisitType[] | null;
}

@ObjectType({ description: "A provider's weeks from a day on that is still to come, until the next one's." })
export class PlannedWeek {
  @Field(() => LocalDate, { description: "The first day, in the provider's zone." })
  effectiveFrom!: string;

  @Field(() => [WeeklyHours], { description: "The hours of a week, in its order; 70 at most, empty for none." })
  hours!: WeeklyHours[];
}

export const SetAvailabilityPayload = payloadType("SetAvailability", "provider", () => Provider);
