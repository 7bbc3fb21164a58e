import { DateTime, IdempotencyKey, MinorUnits, Money, payloadType } from "@careconnect/kit";
import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { InvoiceParty } from "../invoice/invoice.party.ts";
import { Invoice } from "../invoice/invoice.type.ts";

@ObjectType({ description: "What was taken back of an invoice after it was issued." })
export class CreditNote {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => String, { description: "Its number, unique within the organization and without gaps." })
  number!: string;

  @Field(() => InvoiceParty, { description: "Of whose share." })
  party!: InvoiceParty;

  @Field(() => Money, { description: "How much, tax included." })
  amount!: Money;

  @Field(() => String, { nullable: true, description: "Why, in the words of who issued it." })
  reason!: string | null;

  @Field(() => DateTime, { description: "When it was issued." })
  issuedAt!: Date;
}

export const CreditInvoicePayload = payloadType("CreditInvoice", "invoice", () => Invoice);

@InputType({ description: "What is taken back of an invoice." })
export class CreditInvoiceInput {
  @Field(() => ID, { description: "The invoice's id." })
  id!: string;

  @Field(() => InvoiceParty, { nullable: true, description: "Of whose share; the patient's unless told." })
  party?: InvoiceParty | null;

  @Field(() => MinorUnits, {
    description:
      "How much, in minor units of the invoice's currency, 1 at least, with the tax in it that is in the invoice as a whole, whichever line it is for; CREDIT_EXCEEDS_SHARE for more than is left of the share.",
  })
  amount!: number;

  @Field(() => String, { description: "Why, 10 to 500 characters: who sees the invoice reads it." })
  reason!: string;

  @Field(() => Int, {
    nullable: true,
    description: "The invoice's version that you decided on; VERSION_CONFLICT when there is a newer one.",
  })
  expectedVersion?: number | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
