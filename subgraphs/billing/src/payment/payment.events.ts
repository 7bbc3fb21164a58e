import { type DomainEvent, defineEvent, type EventDefinition } from "@careconnect/kit";
import { z } from "zod";
import { InvoiceParty } from "../invoice/invoice.party.ts";
import type { PaymentRow } from "./payment.entity.ts";
import { PaymentMethod } from "./payment.method.ts";

const minorUnits = z.int().min(0).describe("minor units of `currency`");

/** Who has paid how much, and how; never by which account or card. */
const facts = z.object({
  paymentId: z.uuid(),
  invoiceId: z.uuid(),
  patientId: z.uuid(),
  party: z.enum(InvoiceParty),
  method: z.enum(PaymentMethod),
  currency: z.string().describe("ISO 4217"),
  amount: minorUnits,
  refundedAmount: minorUnits.describe("what of it was given back, in minor units of `currency`"),
  receivedAt: z.iso.datetime(),
});

export const paymentRecordedEvent = defineEvent("payment.recorded", 1, {
  aggregateType: "Payment",
  description: "Something was paid for an invoice.",
  payload: facts,
});

export const paymentRefundedEvent = defineEvent("payment.refunded", 1, {
  aggregateType: "Payment",
  description: "Something of a payment was given back: the payload is how it is now.",
  payload: facts,
});

const making =
  (definition: EventDefinition<typeof facts>) =>
  (row: PaymentRow): DomainEvent =>
    definition.of(row, {
      paymentId: row.id,
      invoiceId: String(row.invoiceId),
      patientId: row.patientId,
      party: row.party,
      method: row.method,
      currency: row.currency,
      amount: row.amount,
      refundedAmount: row.refundedAmount,
      receivedAt: row.receivedAt.toISOString(),
    });

export const paymentRecorded = making(paymentRecordedEvent);
export const paymentRefunded = making(paymentRefundedEvent);
