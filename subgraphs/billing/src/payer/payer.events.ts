import type { DomainEvent } from "@careconnect/kit";
import type { PayerRow } from "./payer.entity.ts";

function payerEvent(type: string, row: PayerRow, options: { readonly imported?: boolean }): DomainEvent {
  return { type, aggregateType: "Payer", aggregate: row, payload: { payerId: row.id }, ...options };
}

export const payerRegistered = (row: PayerRow, options: { readonly imported?: boolean } = {}): DomainEvent =>
  payerEvent("payer.registered", row, options);

export const payerUpdated = (row: PayerRow, options: { readonly imported?: boolean } = {}): DomainEvent =>
  payerEvent("payer.updated", row, options);
