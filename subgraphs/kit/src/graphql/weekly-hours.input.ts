import { Field, InputType } from "type-graphql";
import { VisitType } from "./visit-type.enum.ts";
import { Weekday } from "./weekday.enum.ts";

/** An input of several subgraphs: of who keeps a provider's hours, and of who is asked what others would mean. */
@InputType({ description: "Hours of a day of every week, on the clock of the provider's own zone." })
export class WeeklyHoursInput {
  @Field(() => Weekday, { description: "The day of the week; 10 intervals of one at most, which must not overlap." })
  day!: Weekday;

  @Field(() => String, { description: "When they begin, `HH:MM` from `00:00` to `23:59`." })
  from!: string;

  @Field(() => String, { description: "When they end, `HH:MM` up to `24:00`, later than `from`." })
  to!: string;

  @Field(() => [VisitType], { nullable: true, description: "The visits they are open for; all when absent." })
  visitTypes?: VisitType[] | null;
}
