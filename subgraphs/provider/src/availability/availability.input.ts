import { LocalDate, VisitType } from "@careconnect/kit";
import { Field, ID, InputType } from "type-graphql";
import { Weekday } from "./weekday.enum.ts";

@InputType({ description: "Hours of a day of every week, on the clock of the provider's own zone." })
export class WeeklyHoursInput {
  @Field(() => Weekday, { description: "The day of the week; at most 10 intervals of one, which must not overlap." })
  day!: Weekday;

  @Field(() => String, { description: "When they begin, `HH:MM` from `00:00` to `23:59`." })
  from!: string;

  @Field(() => String, { description: "When they end, `HH:MM` up to `24:00`, later than `from`." })
  to!: string;

  @Field(() => [VisitType], { nullable: true, description: "The visits they are open for; all when absent." })
  visitTypes?: VisitType[] | null;
}

@InputType({ description: "A provider's weeks from a day on: replaces their hours of that day and all later ones." })
export class SetAvailabilityInput {
  @Field(() => ID, { description: "The provider's id." })
  providerId!: string;

  @Field(() => [WeeklyHoursInput], { description: "The hours of a week; empty for none from then on." })
  weekly!: WeeklyHoursInput[];

  @Field(() => LocalDate, {
    nullable: true,
    description:
      "The first day, in the provider's zone; today by default, and not before. Earlier days keep their hours.",
  })
  effectiveFrom?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Repeating the mutation with the same key within 24 hours has no second effect.",
  })
  idempotencyKey?: string | null;
}
