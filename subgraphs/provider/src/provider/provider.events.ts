import { type DomainEvent, defineEvent, type EventDefinition } from "@careconnect/kit";
import { z } from "zod";
import type { Practice } from "./practice.service.ts";
import type { ProviderRow } from "./provider.entity.ts";
import { ProviderStatus } from "./provider.status.ts";

/** Everything that others may know of a provider from events: no name. */
const facts = z.object({
  providerId: z.uuid(),
  status: z.enum(ProviderStatus),
  timeZone: z.string().describe("IANA name"),
  specialties: z.array(z.string()).describe("codes of the organization's catalogue"),
  locationIds: z.array(z.uuid()),
});

export const providerRegisteredEvent = defineEvent("provider.registered", 1, {
  aggregateType: "Provider",
  description: "There is a new provider.",
  payload: facts,
});

export const providerUpdatedEvent = defineEvent("provider.updated", 1, {
  aggregateType: "Provider",
  description: "A provider's record changed: the payload is how it is now.",
  payload: facts,
});

export const providerStatusChangedEvent = defineEvent("provider.status.changed", 1, {
  aggregateType: "Provider",
  description: "A provider was suspended or reinstated: the payload is how their record is now.",
  payload: facts,
});

type Making = (row: ProviderRow, practice: Practice, options?: { readonly imported?: boolean }) => DomainEvent;

const making =
  (definition: EventDefinition<typeof facts>): Making =>
  (row, { specialties, locationIds }, options) =>
    definition.of(
      row,
      {
        providerId: row.id,
        status: row.status,
        timeZone: row.timeZone,
        specialties: specialties.map(({ code }) => code),
        locationIds: [...locationIds],
      },
      options,
    );

export const providerRegistered = making(providerRegisteredEvent);
export const providerUpdated = making(providerUpdatedEvent);
export const providerStatusChanged = making(providerStatusChangedEvent);
