import { connectionType, DateTime, IdempotencyKey, MinorUnits, Money, payloadType } from "@careconnect/kit";
import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { InvoiceParty } from "../invoice/invoice.party.ts";
import { PaymentMethod } from "./payment.method.ts";
import { PaymentState, PaymentStatus } from "./payment.state.ts";

@ObjectType({ description: "What of a payment was given back." })
export class Refund {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => Money, { description: "How much." })
  amount!: Money;

  @Field(() => String, { nullable: true, description: "Why, in the words of who gave it back." })
  reason!: string | null;

  @Field(() => PaymentState, { description: "How far it is: over the gateway it takes some time." })
  status!: PaymentState;

  @Field(() => DateTime, { description: "When it was given back; asked for, while it was not." })
  refundedAt!: Date;
}

@ObjectType({ description: "What was received for an invoice, or is under way over the payment gateway." })
export class Payment {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => InvoiceParty, { description: "Whose share it is for." })
  party!: InvoiceParty;

  @Field(() => PaymentMethod, { description: "How it was received." })
  method!: PaymentMethod;

  @Field(() => String, { nullable: true, description: "The number of a receipt or a transfer." })
  reference!: string | null;

  @Field(() => Int, { description: "Grows with every change: pass it as `expectedVersion`." })
  version!: number;
}

export const PaymentConnection = connectionType("Payment", () => Payment, "payments");

@InputType({ description: "Narrows a list of payments; all that is given must hold." })
export class PaymentFilter {
  @Field(() => ID, { nullable: true, description: "For invoices that charge this patient." })
  patientId?: string | null;

  @Field(() => ID, { nullable: true, description: "For this invoice." })
  invoiceId?: string | null;

  @Field(() => [PaymentStatus], { nullable: true, description: "Has one of these statuses." })
  status?: PaymentStatus[] | null;

  @Field(() => [PaymentMethod], { nullable: true, description: "Came in one of these ways." })
  method?: PaymentMethod[] | null;

  @Field(() => InvoiceParty, { nullable: true, description: "For the share of this one." })
  party?: InvoiceParty | null;

  @Field(() => DateTime, { nullable: true, description: "Received at or after this time." })
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Received before this time." })
  to?: Date | null;
}

export const RecordPaymentPayload = payloadType("RecordPayment", "payment", () => Payment);
export const PayInvoicePayload = payloadType("PayInvoice", "payment", () => Payment);
export const PreparePaymentPayload = payloadType("PreparePayment", "payment", () => Payment);
export const CancelPaymentPayload = payloadType("CancelPayment", "payment", () => Payment);
export const RefundPaymentPayload = payloadType("RefundPayment", "payment", () => Payment);

@InputType({ description: "What was received for an invoice." })
export class RecordPaymentInput {
  @Field(() => ID, { description: "The invoice's id." })
  invoiceId!: string;

  @Field(() => InvoiceParty, { nullable: true, description: "Whose share it is for; the patient's unless told." })
  party?: InvoiceParty | null;

  @Field(() => PaymentMethod, { description: "How it was received; not CARD_ONLINE." })
  method!: PaymentMethod;

  @Field(() => MinorUnits, {
    description:
      "How much, in minor units of the invoice's currency, 1 at least; PAYMENT_EXCEEDS_BALANCE for more than is owed of the share.",
  })
  amount!: number;

  @Field(() => String, { nullable: true, description: "The number of a receipt or a transfer, 1 to 200 characters." })
  reference?: string | null;

  @Field(() => DateTime, { nullable: true, description: "When it was received, not in the future; now unless told." })
  receivedAt?: Date | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "What of a payment is given back." })
export class RefundPaymentInput {
  @Field(() => ID, { description: "The payment's id." })
  paymentId!: string;

  @Field(() => MinorUnits, {
    nullable: true,
    description:
      "How much, in minor units of the payment's currency, 1 at least; all that is left unless told, and REFUND_EXCEEDS_PAYMENT for more.",
  })
  amount?: number | null;

  @Field(() => String, { description: "Why, 10 to 500 characters: who sees the invoice reads it." })
  reason!: string;

  @Field(() => Int, {
    nullable: true,
    description: "The payment's version that you decided on; VERSION_CONFLICT when there is a newer one.",
  })
  expectedVersion?: number | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "An invoice that is paid online." })
export class PayInvoiceInput {
  @Field(() => ID, { description: "The invoice's id." })
  invoiceId!: string;

  @Field(() => String, {
    description: "The id of a payment method of Stripe's, such as `pm_card_visa` where payments are simulated.",
  })
  paymentMethod!: string;

  @Field(() => MinorUnits, {
    nullable: true,
    description:
      "How much of the patient's share, in minor units of the invoice's currency, 1 at least; all that is owed of it unless told, and PAYMENT_EXCEEDS_BALANCE for more.",
  })
  amount?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The path of this site to which who pays comes back after they have confirmed that it is them; `/` unless told.",
  })
  returnPath?: string | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "An invoice that is going to be paid on a page, with Stripe's client for browsers." })
export class PreparePaymentInput {
  @Field(() => ID, { description: "The invoice's id." })
  invoiceId!: string;

  @Field(() => MinorUnits, {
    nullable: true,
    description:
      "How much of the patient's share, in minor units of the invoice's currency, 1 at least; all that is owed of it unless told, and PAYMENT_EXCEEDS_BALANCE for more.",
  })
  amount?: number | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "A payment that is given up." })
export class CancelPaymentInput {
  @Field(() => ID, { description: "The payment's id." })
  paymentId!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
