import { connectionType, DateTime } from "@careconnect/kit";
import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { InvoiceCause } from "./invoice.cause.ts";
import { InvoiceStatus } from "./invoice.status.ts";

@Directive('@key(fields: "id")')
@ObjectType({ description: "What a patient is charged, and what of it is still owed." })
export class Invoice {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => String, { nullable: true, description: "The id in the system that the record was imported from." })
  externalId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Invoice number, unique within the organization; null for drafts and imported invoices.",
  })
  number!: string | null;

  @Field(() => InvoiceStatus, { description: "Where the invoice stands." })
  status!: InvoiceStatus;

  @Field(() => DateTime, { nullable: true, description: "When it was issued; null for a draft." })
  issuedAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "Until when it is to be paid, the last moment of a day in the organization's zone as a rule; null for a draft, and where nobody said.",
  })
  dueAt!: Date | null;

  @Field(() => InvoiceCause, { nullable: true, description: "What it was made for; null for imported invoices." })
  cause!: InvoiceCause | null;

  @Field(() => DateTime, { nullable: true, description: "When it was withdrawn here." })
  voidedAt!: Date | null;

  @Field(() => String, { nullable: true, description: "Why it was withdrawn, in the words of who did." })
  voidReason!: string | null;

  @Field(() => Int, { description: "Grows with every change: pass it as `expectedVersion`." })
  version!: number;
}

export const InvoiceConnection = connectionType("Invoice", () => Invoice, "invoices");

@InputType({ description: "Narrows a list of invoices; all that is given must hold." })
export class InvoiceFilter {
  @Field(() => ID, { nullable: true, description: "Charged to this patient." })
  patientId?: string | null;

  @Field(() => ID, { nullable: true, description: "For this appointment." })
  appointmentId?: string | null;

  @Field(() => ID, { nullable: true, description: "This payer bears a share of it." })
  payerId?: string | null;

  @Field(() => [InvoiceStatus], { nullable: true, description: "Has one of these statuses." })
  status?: InvoiceStatus[] | null;

  @Field(() => String, { nullable: true, description: "Has this number, e.g. `INV-000042`." })
  number?: string | null;

  @Field(() => DateTime, { nullable: true, description: "Issued at or after this time; a draft: made then." })
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Issued before this time; a draft: made then." })
  to?: Date | null;

  @Field(() => String, { nullable: true, description: "The id in the system that the record was imported from." })
  externalId?: string | null;
}

/** How a list of invoices is sorted. */
export enum InvoiceOrder {
  ISSUED_AT_DESC = "ISSUED_AT_DESC",
  ISSUED_AT_ASC = "ISSUED_AT_ASC",
}

registerEnumType(InvoiceOrder, {
  name: "InvoiceOrder",
  description: "How a list of invoices is sorted; a draft stands where it was made.",
  valuesConfig: {
    ISSUED_AT_DESC: { description: "The latest issued first. The default." },
    ISSUED_AT_ASC: { description: "The earliest issued first." },
  },
});
