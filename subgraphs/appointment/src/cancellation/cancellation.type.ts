import { DateTime, MinorUnits, Money } from "@careconnect/kit";
import { Field, InputType, Int, ObjectType } from "type-graphql";
import { CancellationParty } from "./cancellation.party.ts";

@ObjectType({ description: "What it costs a patient to call a visit off." })
export class CancellationTerms {
  @Field(() => Int, {
    description: "How many minutes before its start a visit is called off for nothing at the latest.",
  })
  noticeMinutes!: number;

  @Field(() => Money, { description: "What is to be paid for one that is called off later." })
  fee!: Money;
}

@InputType({ description: "What it costs a patient to call a visit off." })
export class CancellationTermsInput {
  @Field(() => Int, {
    description:
      "How many minutes before its start a visit is called off for nothing at the latest: 0 to 43,200 (30 days).",
  })
  noticeMinutes!: number;

  @Field(() => MinorUnits, {
    description:
      "What is to be paid for one that is called off later, in minor units of the organization's currency: 1 to 10,000,000.",
  })
  fee!: number;
}

@ObjectType({
  description: "What it would cost the patient to call a visit off now. On the clinic's behalf it costs nothing.",
})
export class CancellationPreview {
  @Field(() => DateTime, {
    nullable: true,
    description:
      "Until when it costs nothing; null when it never costs anything. Of a visit that its patient moved after that time, it is the time that it had then.",
  })
  freeUntil!: Date | null;

  @Field(() => Boolean, { description: "Whether that time is over." })
  late!: boolean;

  @Field(() => Money, { nullable: true, description: "What would be to be paid; null when nothing would." })
  fee!: Money | null;
}

@ObjectType({ description: "What came of calling a visit off." })
export class AppointmentCancellation {
  @Field(() => CancellationParty, { description: "On whose behalf it was called off." })
  onBehalfOf!: CancellationParty;

  @Field(() => Boolean, { description: "Whether it was later than it costs a patient nothing." })
  late!: boolean;

  @Field(() => Money, { nullable: true, description: "What the patient is to pay for it; null when nothing." })
  fee!: Money | null;

  @Field(() => Boolean, { description: "Whether a fee was due and the clinic waived it." })
  feeWaived!: boolean;
}
