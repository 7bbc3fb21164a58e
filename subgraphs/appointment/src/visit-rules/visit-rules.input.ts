import { IdempotencyKey, VisitType } from "@careconnect/kit";
import { Field, InputType, Int } from "type-graphql";
import { CancellationTermsInput } from "../cancellation/cancellation.type.ts";

@InputType({
  description:
    "All that holds for one kind of visit from now on: it replaces what was decided before, so that `maximumPerDay` and `cancellation` end where they are left out. Visits that are booked stay as they are.",
})
export class SetVisitTypeRulesInput {
  @Field(() => VisitType, { description: "The kind of visit." })
  visitType!: VisitType;

  @Field(() => Int, { description: "How long a visit lasts: 5 to 480 minutes." })
  durationMinutes!: number;

  @Field(() => Int, { description: "How long before a visit its provider sees nobody else: 0 to 120 minutes." })
  bufferBeforeMinutes!: number;

  @Field(() => Int, { description: "How long after a visit its provider sees nobody else: 0 to 120 minutes." })
  bufferAfterMinutes!: number;

  @Field(() => Int, {
    description: "How long before its start a patient books a visit at the latest: 0 to 43,200 minutes (30 days).",
  })
  minimumNoticeMinutes!: number;

  @Field(() => Int, {
    description:
      "How long before its start a patient books a visit at the earliest: 1 to 730 days, more than the notice.",
  })
  horizonDays!: number;

  @Field(() => Int, {
    nullable: true,
    description: "How many such visits a provider has on one day of theirs at most: 1 to 200; no limit when absent.",
  })
  maximumPerDay?: number | null;

  @Field(() => CancellationTermsInput, {
    nullable: true,
    description: "What it costs a patient to call a visit off; nothing when absent.",
  })
  cancellation?: CancellationTermsInput | null;

  @Field(() => Int, {
    nullable: true,
    description: "The version that you decided on; VERSION_CONFLICT when there is a newer one.",
  })
  expectedVersion?: number | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
