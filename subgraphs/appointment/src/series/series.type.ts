import { DateTime, IdempotencyKey, payloadType, VisitType } from "@careconnect/kit";
import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { CancellationParty } from "../cancellation/cancellation.party.ts";
import { SeriesScope } from "./series.scope.ts";

const versionDescription = "The series' version that you decided on; VERSION_CONFLICT when there is a newer one.";
const ruleDescription =
  "RRULE of RFC 5545 by days, weeks, months or years, with COUNT or UNTIL (an instant in UTC such as `20270131T170000Z`), e.g. `FREQ=WEEKLY;BYDAY=MO;COUNT=10`; 100 visits within two years at most. It is worked out on the wall of the provider's time zone.";

@ObjectType({ description: "Visits that were booked together by a rule." })
export class AppointmentSeries {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => String, { description: "RRULE of RFC 5545, from `startsAt` on, as it was last decided." })
  rule!: string;

  @Field(() => DateTime, { description: "When the rule begins." })
  startsAt!: Date;

  @Field(() => String, { description: "The zone, by its IANA name, on whose wall the visits are at the same time." })
  timeZone!: string;

  @Field(() => VisitType, { description: "How patient and provider meet." })
  visitType!: VisitType;

  @Field(() => Int, { description: "Grows with every change of the rule: pass it as `expectedVersion`." })
  version!: number;
}

@ObjectType({ description: "A visit that a rule comes to." })
export class SeriesOccurrence {
  @Field(() => DateTime, { description: "When the rule has it start: changes name it by this." })
  startsAt!: Date;

  @Field(() => DateTime, { description: "When it would end." })
  endsAt!: Date;

  @Field(() => String, {
    nullable: true,
    description: "The code of why it cannot be, as in `userErrors`, e.g. SLOT_TAKEN; null when it can.",
  })
  conflict!: string | null;
}

@InputType({ description: "What is to be otherwise than the rule says." })
export class SeriesChangeInput {
  @Field(() => DateTime, { description: "When the rule has the visit start." })
  startsAt!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "When it is to start instead, on a full minute. Null leaves it out; a visit that there is already stays where it is.",
  })
  moveTo?: Date | null;
}

@InputType({ description: "Visits by a rule, to be looked at before they are booked." })
export class AppointmentSeriesPreviewInput {
  @Field(() => ID, { description: "Who is to be seen." })
  patientId!: string;

  @Field(() => ID, { description: "Who is to see the patient." })
  providerId!: string;

  @Field(() => VisitType, { description: "How they meet." })
  visitType!: VisitType;

  @Field(() => DateTime, {
    description: "When the first of them starts, on a full minute, within five years from now.",
  })
  startsAt!: Date;

  @Field(() => String, { description: ruleDescription })
  rule!: string;
}

@InputType({ description: "Visits by a rule, to be booked together or not at all." })
export class BookAppointmentSeriesInput extends AppointmentSeriesPreviewInput {
  @Field(() => [SeriesChangeInput], {
    nullable: true,
    description: "Which of them are left out or at another time, 100 at most.",
  })
  changes?: SeriesChangeInput[] | null;

  @Field(() => String, { nullable: true, description: "What the patient comes for, 1 to 1,000 characters." })
  reason?: string | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Another rule for a series, to be looked at before it is decided." })
export class AppointmentSeriesChangePreviewInput {
  @Field(() => ID, { description: "The id of a visit of the series." })
  id!: string;

  @Field(() => SeriesScope, { description: "Which visits." })
  scope!: SeriesScope;

  @Field(() => DateTime, { description: "When the first of them starts now, on a full minute." })
  startsAt!: Date;

  @Field(() => String, { description: ruleDescription })
  rule!: string;
}

@InputType({
  description:
    "Another rule for the visits of a series. The first takes the first time of the rule, and so on; visits are added when the rule has more. Nothing disappears: what was changed by hand, what was called off and what the rule has no time for stays as it is.",
})
export class ChangeAppointmentSeriesInput extends AppointmentSeriesChangePreviewInput {
  @Field(() => [SeriesChangeInput], {
    nullable: true,
    description: "Which of them stay where they are or go elsewhere, 100 at most.",
  })
  changes?: SeriesChangeInput[] | null;

  @Field(() => Int, { nullable: true, description: versionDescription })
  expectedVersion?: number | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Calls visits of a series off, those that were changed by hand included." })
export class CancelAppointmentSeriesInput {
  @Field(() => ID, { description: "The id of a visit of the series." })
  id!: string;

  @Field(() => SeriesScope, { description: "Which visits." })
  scope!: SeriesScope;

  @Field(() => String, { description: "Why, 1 to 1,000 characters; kept with the history of each." })
  reason!: string;

  @Field(() => CancellationParty, { nullable: true, description: "On whose behalf, as with one visit." })
  onBehalfOf?: CancellationParty | null;

  @Field(() => Boolean, { nullable: true, description: "Whether the clinic waives the fees, as with one visit." })
  waiveFee?: boolean | null;

  @Field(() => Int, { nullable: true, description: versionDescription })
  expectedVersion?: number | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

export const BookAppointmentSeriesPayload = payloadType(
  "BookAppointmentSeries",
  "appointmentSeries",
  () => AppointmentSeries,
);
export const ChangeAppointmentSeriesPayload = payloadType(
  "ChangeAppointmentSeries",
  "appointmentSeries",
  () => AppointmentSeries,
);
export const CancelAppointmentSeriesPayload = payloadType(
  "CancelAppointmentSeries",
  "appointmentSeries",
  () => AppointmentSeries,
);
