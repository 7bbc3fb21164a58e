import { DateTime, IdempotencyKey, VisitType } from "@careconnect/kit";
import { Field, ID, InputType, Int } from "type-graphql";
import { CancellationParty } from "../cancellation/cancellation.party.ts";

const versionDescription = "The version that you decided on; VERSION_CONFLICT when there is a newer one.";

@InputType({ description: "A visit to be booked." })
export class BookAppointmentInput {
  @Field(() => ID, { description: "Who is to be seen; a patient books for themselves." })
  patientId!: string;

  @Field(() => ID, { description: "Who is to see the patient." })
  providerId!: string;

  @Field(() => DateTime, {
    description:
      "When it starts, on a full minute, within the provider's hours and five years from now; the kind of visit says how long it lasts. `availableSlots` has what is free.",
  })
  startsAt!: Date;

  @Field(() => VisitType, { description: "How they meet." })
  visitType!: VisitType;

  @Field(() => String, { nullable: true, description: "What the patient comes for, 1 to 1,000 characters." })
  reason?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "To pay in advance: the visit is REQUESTED and its time held until `holdExpiresAt`, for a quarter of an hour. Its `invoice` follows within seconds, for `payInvoice`; when the patient's share is paid it is CONFIRMED; when it is not, or declined for the third time, or there is no price for it, it is CANCELLED, and what was paid is given back. Otherwise it is BOOKED.",
  })
  prepay?: boolean | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "A visit to be booked even if its provider is taken." })
export class OverbookAppointmentInput {
  @Field(() => ID, { description: "Who is to be seen." })
  patientId!: string;

  @Field(() => ID, { description: "Who is to see the patient." })
  providerId!: string;

  @Field(() => DateTime, { description: "When it starts, on a full minute, within the provider's hours." })
  startsAt!: Date;

  @Field(() => VisitType, { description: "How they meet." })
  visitType!: VisitType;

  @Field(() => String, { nullable: true, description: "What the patient comes for, 1 to 1,000 characters." })
  reason?: string | null;

  @Field(() => String, {
    description: "Why the provider is to see two patients at once, 1 to 1,000 characters; kept with the history.",
  })
  overrideReason!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "A visit whose time is to be held until it is confirmed." })
export class HoldAppointmentInput {
  @Field(() => ID, { description: "Who is to be seen." })
  patientId!: string;

  @Field(() => ID, { description: "Who is to see the patient." })
  providerId!: string;

  @Field(() => DateTime, {
    description: "When it starts, on a full minute, within the provider's hours. `availableSlots` has what is free.",
  })
  startsAt!: Date;

  @Field(() => VisitType, { description: "How they meet." })
  visitType!: VisitType;

  @Field(() => String, { nullable: true, description: "What the patient comes for, 1 to 1,000 characters." })
  reason?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "For how many minutes the time is held, 1 to 1,440; 15 unless said. It is never held longer than until the visit starts.",
  })
  holdMinutes?: number | null;

  @IdempotencyKey("The answer shows the visit as it is by then: look at its status, the hold may have expired.")
  idempotencyKey?: string | null;
}

@InputType({ description: "Another time for a visit." })
export class RescheduleAppointmentInput {
  @Field(() => ID, { description: "The appointment's id." })
  id!: string;

  @Field(() => DateTime, { description: "When it starts now, on a full minute; it lasts as long as before." })
  startsAt!: Date;

  @Field(() => Int, { nullable: true, description: versionDescription })
  expectedVersion?: number | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Calls a visit off." })
export class CancelAppointmentInput {
  @Field(() => ID, { description: "The appointment's id." })
  id!: string;

  @Field(() => String, { description: "Why, 1 to 1,000 characters; kept with the history." })
  reason!: string;

  @Field(() => CancellationParty, {
    nullable: true,
    description:
      "On whose behalf: whoever works in the clinic decides it, and unless they do it is the clinic's, which costs nothing; a patient's is their own, and what a partner's application does is the patient's (CLINIC_ONLY).",
  })
  onBehalfOf?: CancellationParty | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether the clinic waives the fee that `cancellationPreview` tells (CLINIC_ONLY).",
  })
  waiveFee?: boolean | null;

  @Field(() => Int, { nullable: true, description: versionDescription })
  expectedVersion?: number | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Names an appointment to do something with." })
export class AppointmentCommandInput {
  @Field(() => ID, { description: "The appointment's id." })
  id!: string;

  @Field(() => Int, { nullable: true, description: versionDescription })
  expectedVersion?: number | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
