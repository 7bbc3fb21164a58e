import { LocalDate, WeeklyHoursInput } from "@careconnect/kit";
import { Field, ID, InputType } from "type-graphql";

@InputType({ description: "Leave that a provider would have: days, or a part of each, in the provider's own zone." })
export class ProposedLeaveInput {
  @Field(() => LocalDate, { description: "The first day: today or later." })
  fromDay!: string;

  @Field(() => LocalDate, {
    nullable: true,
    description: "The last day, which is one of them; the first unless told. 366 days at most.",
  })
  toDay?: string | null;

  @Field(() => String, { nullable: true, description: "When it begins on each of the days, `HH:MM`; all day without." })
  from?: string | null;

  @Field(() => String, { nullable: true, description: "When it ends on each of the days, `HH:MM` up to `24:00`." })
  to?: string | null;
}

@InputType({ description: "Other hours of a provider: other weeks, leave, or both; one at least." })
export class AvailabilityImpactInput {
  @Field(() => ID, { description: "The provider's id." })
  providerId!: string;

  @Field(() => [WeeklyHoursInput], {
    nullable: true,
    description: "The hours that a week would have; 70 at most, empty for none.",
  })
  weekly?: WeeklyHoursInput[] | null;

  @Field(() => LocalDate, {
    nullable: true,
    description: "The first day of these weeks, in the provider's zone: today or later; today unless told.",
  })
  effectiveFrom?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether the weeks that begin on a later day would stay; they would give way unless told.",
  })
  keepsLater?: boolean | null;

  @Field(() => ProposedLeaveInput, { nullable: true, description: "Leave that the provider would have besides." })
  leave?: ProposedLeaveInput | null;
}
