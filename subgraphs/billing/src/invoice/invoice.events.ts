import type { DomainEvent } from "@careconnect/kit";
import type { InvoiceRow } from "./invoice.entity.ts";
import { InvoiceStatus } from "./invoice.status.ts";

interface EventOptions {
  readonly imported?: boolean;
}

/** What others may know of an invoice: ids, status and amounts in minor units, not what was charged for. */
function invoiceEvent(type: string, row: InvoiceRow, options: EventOptions): DomainEvent {
  return {
    type,
    aggregateType: "Invoice",
    aggregate: row,
    payload: {
      invoiceId: row.id,
      patientId: row.patientId,
      appointmentId: row.appointmentId,
      payerId: row.payerId ?? null,
      status: row.status,
      currency: row.currency,
      totalAmount: row.totalAmount,
      payerShareAmount: row.payerShareAmount,
      patientShareAmount: row.patientShareAmount,
      balanceAmount: row.balanceAmount,
      issuedAt: row.issuedAt?.toISOString() ?? null,
    },
    ...options,
  };
}

export const invoiceIssued = (row: InvoiceRow, options: EventOptions = {}): DomainEvent =>
  invoiceEvent("invoice.issued", row, options);

/** That a source system states an invoice anew: what was told of it before is replaced by this payload. */
export const invoiceUpdated = (row: InvoiceRow, options: EventOptions = {}): DomainEvent =>
  invoiceEvent("invoice.updated", row, options);

export const invoicePaid = (row: InvoiceRow, options: EventOptions = {}): DomainEvent =>
  invoiceEvent("invoice.paid", row, options);

export const invoiceVoided = (row: InvoiceRow, options: EventOptions = {}): DomainEvent =>
  invoiceEvent("invoice.voided", row, options);

export const invoiceOverdue = (row: InvoiceRow, options: EventOptions = {}): DomainEvent =>
  invoiceEvent("invoice.overdue", row, options);

/** The event that follows the issue of an invoice whose status is already another one. */
export const eventOfStatus: Readonly<Partial<Record<InvoiceStatus, typeof invoiceIssued>>> = {
  [InvoiceStatus.PAID]: invoicePaid,
  [InvoiceStatus.VOID]: invoiceVoided,
  [InvoiceStatus.OVERDUE]: invoiceOverdue,
};
