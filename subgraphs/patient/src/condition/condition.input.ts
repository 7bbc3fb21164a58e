import { IdempotencyKey, LocalDate } from "@careconnect/kit";
import { Field, ID, InputType, Int } from "type-graphql";

@InputType({ description: "Something new in a patient's history: a problem or diagnosis." })
export class RecordConditionInput {
  @Field(() => ID, { description: "Whose history it is." })
  patientId!: string;

  @Field(() => String, { description: "The code system's URI, up to 200 characters, e.g. `http://snomed.info/sct`." })
  system!: string;

  @Field(() => String, { description: "The code within `system`, up to 100 characters." })
  code!: string;

  @Field(() => String, { description: "Its name, up to 500 characters." })
  display!: string;

  @Field(() => LocalDate, { nullable: true, description: "When it began, not in the future." })
  onset?: string | null;

  @Field(() => LocalDate, { nullable: true, description: "When it ended, if it is over." })
  abatement?: string | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Corrections of what is in a patient's history: what is absent stays, null removes." })
export class UpdateConditionInput {
  @Field(() => ID, { description: "The condition's id." })
  id!: string;

  @Field(() => Int, { description: "The version that you decided on; VERSION_CONFLICT when there is a newer one." })
  expectedVersion!: number;

  @Field(() => String, {
    nullable: true,
    description: "The code system's URI, up to 200 characters; given with `code` and `display`.",
  })
  system?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The code within `system`, up to 100 characters; cannot be removed.",
  })
  code?: string | null;

  @Field(() => String, { nullable: true, description: "Its name, up to 500 characters; cannot be removed." })
  display?: string | null;

  @Field(() => LocalDate, { nullable: true, description: "When it began; null: not known." })
  onset?: string | null;

  @Field(() => LocalDate, { nullable: true, description: "When it ended; null: it did not." })
  abatement?: string | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Says that a condition is over; it stays in the history." })
export class ResolveConditionInput {
  @Field(() => ID, { description: "The condition's id." })
  id!: string;

  @Field(() => Int, {
    nullable: true,
    description: "The version that you decided on; VERSION_CONFLICT when there is a newer one.",
  })
  expectedVersion?: number | null;

  @Field(() => LocalDate, { description: "Since when, not in the future." })
  abatement!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
