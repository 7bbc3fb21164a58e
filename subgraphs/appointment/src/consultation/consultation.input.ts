import { IdempotencyKey } from "@careconnect/kit";
import { Field, ID, InputType, Int } from "type-graphql";
import { EncounterSummaryInput } from "./consultation.type.ts";

@InputType({ description: "Ends a visit with its summary." })
export class CompleteConsultationInput {
  @Field(() => ID, { description: "The appointment's id." })
  id!: string;

  @Field(() => EncounterSummaryInput, { description: "What was found and decided; it is not changed afterwards." })
  summary!: EncounterSummaryInput;

  @Field(() => Int, {
    nullable: true,
    description: "The appointment's version that you decided on; VERSION_CONFLICT when there is a newer one.",
  })
  expectedVersion?: number | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
