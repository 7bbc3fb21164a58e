import { IdempotencyKey, LocalDate, WeeklyHoursInput } from "@careconnect/kit";
import { Field, ID, InputType, Int } from "type-graphql";
import { versionDescription } from "./availability.lock.ts";

@InputType({
  description:
    "A provider's weeks from a day on: replaces their hours of that day and all later ones, unless `keepsLater`.",
})
export class SetAvailabilityInput {
  @Field(() => ID, { description: "The provider's id." })
  providerId!: string;

  @Field(() => [WeeklyHoursInput], { description: "The hours of a week, 70 at most; empty for none from then on." })
  weekly!: WeeklyHoursInput[];

  @Field(() => LocalDate, {
    nullable: true,
    description:
      "The first day, in the provider's zone; today by default, not before, and within five years. Earlier days keep their hours.",
  })
  effectiveFrom?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether weeks that begin on a later day stay (`plannedWeeks`); they give way unless told.",
  })
  keepsLater?: boolean | null;

  @Field(() => Int, { nullable: true, description: versionDescription })
  expectedVersion?: number | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
