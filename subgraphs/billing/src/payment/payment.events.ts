import { type DomainEvent, defineEvent, type EventDefinition } from "@careconnect/kit";
import { z } from "zod";
import { InvoiceParty } from "../invoice/invoice.party.ts";
import type { PaymentRow } from "./payment.entity.ts";
import { PaymentMethod } from "./payment.method.ts";
import { PaymentStatus, paymentStatusOf } from "./payment.state.ts";

const minorUnits = z.int().min(0).describe("minor units of `currency`");

/** Who has paid how much, and how; never by which account or card. */
const facts = z.object({
  paymentId: z.uuid(),
  invoiceId: z.uuid(),
  patientId: z.uuid(),
  party: z.enum(InvoiceParty),
  method: z.enum(PaymentMethod),
  status: z.enum(PaymentStatus).optional().describe("older events do not say it"),
  currency: z.string().describe("ISO 4217"),
  amount: minorUnits,
  refundedAmount: minorUnits.describe("what of it was given back, in minor units of `currency`"),
  receivedAt: z.iso.datetime().describe("when it was received; begun, while it was not"),
});

function paymentEvent(type: string, description: string): EventDefinition<typeof facts> {
  return defineEvent(type, 1, { aggregateType: "Payment", description, payload: facts });
}

const recorded = paymentEvent("payment.recorded", "Something was paid for an invoice by hand.");
const changed = paymentEvent(
  "payment.changed",
  "A payment over the gateway was begun, has to be confirmed by who pays, or something else about it changed: the payload is how it is now.",
);
const succeeded = paymentEvent("payment.succeeded", "Something was paid for an invoice over the gateway.");
const failed = paymentEvent("payment.failed", "A payment over the gateway was declined, or given up.");
const refunded = paymentEvent(
  "payment.refunded",
  "Something of a payment was given back: the payload is how it is now.",
);

/** What others are told of payments. */
export const paymentEvents: readonly EventDefinition[] = [recorded, changed, succeeded, failed, refunded];

const making =
  (definition: EventDefinition<typeof facts>) =>
  (row: PaymentRow): DomainEvent =>
    definition.of(row, {
      paymentId: row.id,
      invoiceId: String(row.invoiceId),
      patientId: row.patientId,
      party: row.party,
      method: row.method,
      status: paymentStatusOf(row),
      currency: row.currency,
      amount: row.amount,
      refundedAmount: row.refundedAmount,
      receivedAt: row.receivedAt.toISOString(),
    });

export const paymentRecorded = making(recorded);
export const paymentChanged = making(changed);
export const paymentSucceeded = making(succeeded);
export const paymentFailed = making(failed);
export const paymentRefunded = making(refunded);
