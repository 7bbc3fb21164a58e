import { IdempotencyKey, LocalDate } from "@careconnect/kit";
import { Field, ID, InputType, Int } from "type-graphql";

@InputType({ description: "A medicine to be prescribed for a patient." })
export class PrescribeMedicationInput {
  @Field(() => ID, { description: "For whom: a patient in the care of whoever prescribes." })
  patientId!: string;

  @Field(() => ID, {
    nullable: true,
    description:
      "The patient's visit with whoever prescribes in which it is made, if any: not cancelled or missed, from 90 days ago to 30 days ahead unless the operator decided otherwise.",
  })
  appointmentId?: string | null;

  @Field(() => String, {
    description: "The code system's URI, up to 200 characters, e.g. `http://www.nlm.nih.gov/research/umls/rxnorm`.",
  })
  system!: string;

  @Field(() => String, { description: "The code within `system`, up to 100 characters." })
  code!: string;

  @Field(() => String, { description: "The medicine's name, up to 500 characters." })
  display!: string;

  @Field(() => String, { description: "How much, how often and how long, up to 500 characters." })
  dosage!: string;

  @Field(() => Int, { description: "How much is given each time, in `quantityUnit`: 1 to 10,000." })
  quantity!: number;

  @Field(() => String, {
    description: "In what `quantity` is counted, e.g. `tablets` or `ml`, up to 50 characters.",
  })
  quantityUnit!: string;

  @Field(() => Int, {
    nullable: true,
    description: "How often the same quantity is given again after the first time: up to 12; never unless told.",
  })
  repeats?: number | null;

  @Field(() => LocalDate, { description: "The first day on which it holds, not in the past." })
  validFrom!: string;

  @Field(() => LocalDate, {
    nullable: true,
    description: "The last day on which it holds, within five years; without an end unless told.",
  })
  validUntil?: string | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Says that all that was prescribed was given." })
export class CompleteMedicationRequestInput {
  @Field(() => ID, { description: "The prescription's id." })
  id!: string;

  @Field(() => Int, {
    nullable: true,
    description: "The version that you decided on; VERSION_CONFLICT when there is a newer one.",
  })
  expectedVersion?: number | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Withdraws a prescription; it is kept." })
export class CancelMedicationRequestInput {
  @Field(() => ID, { description: "The prescription's id." })
  id!: string;

  @Field(() => Int, {
    nullable: true,
    description: "The version that you decided on; VERSION_CONFLICT when there is a newer one.",
  })
  expectedVersion?: number | null;

  @Field(() => String, { description: "Why, up to 500 characters; kept with the prescription." })
  reason!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
