import { IdempotencyKey, LocalDate, VisitType } from "@careconnect/kit";
import { Field, ID, InputType, Int } from "type-graphql";
import { versionDescription } from "../availability/availability.lock.ts";
import { AvailabilityExceptionKind } from "./exception.kind.ts";

@InputType({ description: "Leave, or extra hours, on some days: times and days are in the provider's own zone." })
export class AddAvailabilityExceptionInput {
  @Field(() => ID, { description: "The provider's id." })
  providerId!: string;

  @Field(() => AvailabilityExceptionKind, { description: "What is different." })
  kind!: AvailabilityExceptionKind;

  @Field(() => LocalDate, { description: "The first day: today or later, within five years." })
  fromDay!: string;

  @Field(() => LocalDate, {
    nullable: true,
    description: "The last day, which is one of them; the first one unless told. 366 days at most.",
  })
  toDay?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "When it begins on each of the days, `HH:MM`. Leave is all day without it; extra hours need it.",
  })
  from?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "When it ends on each of the days, `HH:MM` up to `24:00`, later than `from`.",
  })
  to?: string | null;

  @Field(() => [VisitType], { nullable: true, description: "The visits that extra hours are for; all when absent." })
  visitTypes?: VisitType[] | null;

  @Field(() => Int, { nullable: true, description: versionDescription })
  expectedVersion?: number | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Takes leave or extra hours back, from today on." })
export class RemoveAvailabilityExceptionInput {
  @Field(() => ID, { description: "The exception's id." })
  id!: string;

  @Field(() => Int, { nullable: true, description: versionDescription })
  expectedVersion?: number | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
