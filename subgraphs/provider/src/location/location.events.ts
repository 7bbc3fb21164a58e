import type { DomainEvent } from "@careconnect/kit";
import type { LocationRow } from "./location.entity.ts";

function locationEvent(type: string, row: LocationRow, options: { readonly imported?: boolean }): DomainEvent {
  return {
    type,
    aggregateType: "Location",
    aggregate: row,
    payload: { locationId: row.id, timeZone: row.timeZone },
    ...options,
  };
}

export const locationRegistered = (row: LocationRow, options: { readonly imported?: boolean } = {}): DomainEvent =>
  locationEvent("provider.location.registered", row, options);

export const locationUpdated = (row: LocationRow, options: { readonly imported?: boolean } = {}): DomainEvent =>
  locationEvent("provider.location.updated", row, options);
