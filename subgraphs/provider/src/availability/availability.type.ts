import { payloadType, VisitType, Weekday } from "@careconnect/kit";
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

export const SetAvailabilityPayload = payloadType("SetAvailability", "provider", () => Provider);
