import { payloadType, VisitType } from "@careconnect/kit";
import { Field, Int, ObjectType } from "type-graphql";
import { CancellationTerms } from "../cancellation/cancellation.type.ts";

@ObjectType({ description: "What the organization has decided about one kind of visit." })
export class VisitTypeRules {
  @Field(() => VisitType, { description: "The kind of visit." })
  visitType!: VisitType;

  @Field(() => Int, { description: "How long a visit lasts, in minutes." })
  durationMinutes!: number;

  @Field(() => Int, { description: "How many minutes before a visit its provider sees nobody else." })
  bufferBeforeMinutes!: number;

  @Field(() => Int, { description: "How many minutes after a visit its provider sees nobody else." })
  bufferAfterMinutes!: number;

  @Field(() => Int, {
    description: "How many minutes before its start a patient books a visit at the latest; the clinic may later.",
  })
  minimumNoticeMinutes!: number;

  @Field(() => Int, {
    description: "How many days before its start a patient books a visit at the earliest; the clinic may earlier.",
  })
  horizonDays!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      "How many such visits a provider has on one day of theirs at most; null: as many as there is time for.",
  })
  maximumPerDay!: number | null;

  @Field(() => CancellationTerms, {
    nullable: true,
    description: "What it costs a patient to call a visit off; null: nothing.",
  })
  cancellation!: CancellationTerms | null;

  @Field(() => Int, {
    description:
      "Grows with every change: pass it as `expectedVersion`. 0 while nothing was decided and what is usual holds.",
  })
  version!: number;
}

export const SetVisitTypeRulesPayload = payloadType("SetVisitTypeRules", "visitTypeRules", () => VisitTypeRules);
