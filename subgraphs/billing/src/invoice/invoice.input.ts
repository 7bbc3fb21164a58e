import { IdempotencyKey, MinorUnits, payloadType } from "@careconnect/kit";
import { Field, ID, InputType, Int } from "type-graphql";
import { Invoice } from "./invoice.type.ts";
import { InvoiceLineKind } from "./line.kind.ts";

const versionDescription = "The invoice's version that you decided on; VERSION_CONFLICT when there is a newer one.";

@InputType({ description: "What a draft charges for." })
export class InvoiceLineInput {
  @Field(() => InvoiceLineKind, { nullable: true, description: "SERVICE, which it is unless told, or FEE." })
  kind?: InvoiceLineKind | null;

  @Field(() => String, { description: "What is charged for, 1 to 500 characters, as it is printed." })
  description!: string;

  @Field(() => Int, { description: "How many of it, 1 to 1,000." })
  quantity!: number;

  @Field(() => MinorUnits, {
    description: "The price of one before tax, in minor units of the invoice's currency, 0 to 10,000,000,000.",
  })
  unitPrice!: number;

  @Field(() => Int, {
    nullable: true,
    description: "The tax on top, in hundredths of a percent, 0 to 10,000; none unless told.",
  })
  taxBasisPoints?: number | null;
}

@InputType({ description: "All that a draft charges for." })
export class SetInvoiceLinesInput {
  @Field(() => ID, { description: "The invoice's id." })
  id!: string;

  @Field(() => [InvoiceLineInput], {
    description: "What is charged for, 1 to 50 lines, in the order in which they are printed.",
  })
  lines!: InvoiceLineInput[];

  @Field(() => ID, {
    nullable: true,
    description:
      "Who pays a share of it, by the id of one of `payers`; null: nobody but the patient. Absent, it stays.",
  })
  payerId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The name of the patient's plan with that payer, up to 200 characters; null: none of those with terms of their own. Absent, the one that the patient's coverage names.",
  })
  plan?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: "What is let off, in hundredths of a percent, 0 to 10,000; not together with `discountAmount`.",
  })
  discountBasisPoints?: number | null;

  @Field(() => MinorUnits, {
    nullable: true,
    description: "What is let off, in minor units of the invoice's currency; never more than the price.",
  })
  discountAmount?: number | null;

  @Field(() => Int, { description: versionDescription })
  expectedVersion!: number;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "An invoice that is made by hand." })
export class CreateInvoiceInput {
  @Field(() => ID, {
    nullable: true,
    description: "For this visit, which took place and is billed by none, or by one that was withdrawn.",
  })
  appointmentId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: "In the place of this invoice, which was withdrawn: of the visit, if that is given, too.",
  })
  replacesId?: string | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "A draft that is issued." })
export class IssueInvoiceInput {
  @Field(() => ID, { description: "The invoice's id." })
  id!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      "On which day it is due: so many days after today in the organization's zone, 0 to 365; 30 unless told.",
  })
  dueInDays?: number | null;

  @Field(() => Int, { description: versionDescription })
  expectedVersion!: number;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "An invoice that is withdrawn, and why." })
export class VoidInvoiceInput {
  @Field(() => ID, { description: "The invoice's id." })
  id!: string;

  @Field(() => String, { description: "Why, 10 to 500 characters: who sees the invoice reads it." })
  reason!: string;

  @Field(() => Int, { description: versionDescription })
  expectedVersion!: number;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

export const CreateInvoicePayload = payloadType("CreateInvoice", "invoice", () => Invoice);
export const SetInvoiceLinesPayload = payloadType("SetInvoiceLines", "invoice", () => Invoice);
export const IssueInvoicePayload = payloadType("IssueInvoice", "invoice", () => Invoice);
export const VoidInvoicePayload = payloadType("VoidInvoice", "invoice", () => Invoice);
