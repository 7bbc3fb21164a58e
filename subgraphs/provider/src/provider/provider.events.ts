import type { DomainEvent } from "@careconnect/kit";
import type { Practice } from "./practice.service.ts";
import type { ProviderRow } from "./provider.entity.ts";

/** Everything that others may know of a provider from events: no name. */
function providerEvent(
  type: string,
  row: ProviderRow,
  practice: Practice,
  options: { readonly imported?: boolean },
): DomainEvent {
  return {
    type,
    aggregateType: "Provider",
    aggregate: row,
    payload: {
      providerId: row.id,
      status: row.status,
      timeZone: row.timeZone,
      specialties: practice.specialties.map(({ code }) => code),
      locationIds: practice.locationIds,
    },
    ...options,
  };
}

export const providerRegistered = (
  row: ProviderRow,
  practice: Practice,
  options: { readonly imported?: boolean } = {},
): DomainEvent => providerEvent("provider.registered", row, practice, options);

export const providerUpdated = (
  row: ProviderRow,
  practice: Practice,
  options: { readonly imported?: boolean } = {},
): DomainEvent => providerEvent("provider.updated", row, practice, options);
