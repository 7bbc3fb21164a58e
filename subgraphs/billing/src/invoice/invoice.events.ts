import { type DomainEvent, defineEvent, type EventDefinition } from "@careconnect/kit";
import { z } from "zod";
import type { InvoiceRow } from "./invoice.entity.ts";
import { InvoiceStatus } from "./invoice.status.ts";

const minorUnits = z.int().min(0).describe("minor units of `currency`");

/** What others may know of an invoice: ids, status and amounts, not what was charged for. */
const facts = z.object({
  invoiceId: z.uuid(),
  patientId: z.uuid(),
  appointmentId: z.uuid().nullable(),
  payerId: z.uuid().nullable(),
  status: z.enum(InvoiceStatus),
  currency: z.string().describe("ISO 4217"),
  totalAmount: minorUnits,
  payerShareAmount: minorUnits,
  patientShareAmount: minorUnits,
  balanceAmount: minorUnits,
  receivedAmount: minorUnits
    .optional()
    .describe(
      "what was received, less what was given back, in minor units of `currency`; what was credited is not. Older events do not say it",
    ),
  issuedAt: z.iso.datetime().nullable().describe("null for a draft"),
});

function invoiceEvent(type: string, description: string): EventDefinition<typeof facts> {
  return defineEvent(type, 1, { aggregateType: "Invoice", description, payload: facts });
}

export const invoiceIssuedEvent = invoiceEvent("invoice.issued", "An invoice was issued.");
export const invoiceUpdatedEvent = invoiceEvent(
  "invoice.updated",
  "An invoice changed otherwise, as when a part of it was paid, given back or credited, or a source system states it anew: what was told of it before is replaced by this payload.",
);
export const invoicePaidEvent = invoiceEvent(
  "invoice.paid",
  "An invoice was paid in full, the rest of what was credited.",
);
export const invoiceVoidedEvent = invoiceEvent("invoice.voided", "An invoice was withdrawn: nothing is owed for it.");
export const invoiceOverdueEvent = invoiceEvent("invoice.overdue", "An invoice was not paid in time.");

/** What others are told of invoices. */
export const invoiceEvents: readonly EventDefinition[] = [
  invoiceIssuedEvent,
  invoiceUpdatedEvent,
  invoicePaidEvent,
  invoiceVoidedEvent,
  invoiceOverdueEvent,
];

type Making = (row: InvoiceRow, receivedAmount: number, options?: { readonly imported?: boolean }) => DomainEvent;

const making =
  (definition: EventDefinition<typeof facts>): Making =>
  (row, receivedAmount, options) =>
    definition.of(
      row,
      {
        invoiceId: row.id,
        patientId: row.patientId,
        appointmentId: row.appointmentId ?? null,
        payerId: row.payerId ?? null,
        status: row.status,
        currency: row.currency,
        totalAmount: row.totalAmount,
        payerShareAmount: row.payerShareAmount,
        patientShareAmount: row.patientShareAmount,
        balanceAmount: row.balanceAmount,
        receivedAmount,
        issuedAt: row.issuedAt?.toISOString() ?? null,
      },
      options,
    );

export const invoiceIssued = making(invoiceIssuedEvent);
export const invoiceUpdated = making(invoiceUpdatedEvent);
export const invoicePaid = making(invoicePaidEvent);
export const invoiceVoided = making(invoiceVoidedEvent);
export const invoiceOverdue = making(invoiceOverdueEvent);

/** The event that follows the issue of an invoice whose status is already another one. */
export const eventOfStatus: Readonly<Partial<Record<InvoiceStatus, typeof invoiceIssued>>> = {
  [InvoiceStatus.PAID]: invoicePaid,
  [InvoiceStatus.VOID]: invoiceVoided,
  [InvoiceStatus.OVERDUE]: invoiceOverdue,
};
