import { connectionType, IdempotencyKey, LocalDate, MinorUnits, payloadType } from "@careconnect/kit";
import { Field, ID, InputType, Int, ObjectType } from "type-graphql";

const coinsurance = "What of the rest the patient pays, in hundredths of a percent: 2000 is 20 %";

@ObjectType({ description: "What a payer leaves to patients, from one day to another; the payer pays what remains." })
export class PayerTerms {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "Of which plan; null: of all that have no terms of their own. Drafts of invoices are made by those of the plan that the patient's coverage names.",
  })
  plan!: string | null;

  @Field(() => Int, { description: `${coinsurance}.` })
  coinsuranceBasisPoints!: number;

  @Field(() => LocalDate, { description: "The first day of visits for which they hold." })
  startsOn!: string;

  @Field(() => LocalDate, {
    nullable: true,
    description: "The last day of visits for which they hold; null: they do not end.",
  })
  endsOn!: string | null;

  @Field(() => Int, { description: "Grows with every change: pass it as `expectedVersion`." })
  version!: number;
}

export const PayerTermsConnection = connectionType("PayerTerms", () => PayerTerms, "terms of payers");

export const AddPayerTermsPayload = payloadType("AddPayerTerms", "payerTerms", () => PayerTerms);
export const EndPayerTermsPayload = payloadType("EndPayerTerms", "payerTerms", () => PayerTerms);

@InputType({ description: "What a payer leaves to patients." })
export class AddPayerTermsInput {
  @Field(() => ID, { description: "Whose terms, by the id of one of `payers`." })
  payerId!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "The plan's name, up to 200 characters, whatever its case and accents; without one, all that have no terms of their own.",
  })
  plan?: string | null;

  @Field(() => MinorUnits, {
    nullable: true,
    description:
      "What of each invoice the patient pays first, in minor units of the organization's currency; nothing unless told.",
  })
  copay?: number | null;

  @Field(() => Int, { nullable: true, description: `${coinsurance}, 0 to 10,000; nothing unless told.` })
  coinsuranceBasisPoints?: number | null;

  @Field(() => LocalDate, { description: "The first day of visits for which they hold." })
  startsOn!: string;

  @Field(() => LocalDate, { nullable: true, description: "The last day of visits for which they hold." })
  endsOn?: string | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Terms that end." })
export class EndPayerTermsInput {
  @Field(() => ID, { description: "The terms' id." })
  id!: string;

  @Field(() => LocalDate, { description: "The last day of visits for which they hold; not before their first." })
  endsOn!: string;

  @Field(() => Int, {
    nullable: true,
    description: "The terms' version that you decided on; VERSION_CONFLICT when there is a newer one.",
  })
  expectedVersion?: number | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
