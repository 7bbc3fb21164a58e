import { type DomainEvent, defineEvent, type EventDefinition } from "@careconnect/kit";
import { z } from "zod";
import type { LocationRow } from "./location.entity.ts";

const facts = z.object({ locationId: z.uuid(), timeZone: z.string().describe("IANA name") });

export const locationRegisteredEvent = defineEvent("provider.location.registered", 1, {
  aggregateType: "Location",
  description: "There is a new location.",
  payload: facts,
});

export const locationUpdatedEvent = defineEvent("provider.location.updated", 1, {
  aggregateType: "Location",
  description: "A location's record changed: the payload is how it is now.",
  payload: facts,
});

type Making = (row: LocationRow, options?: { readonly imported?: boolean }) => DomainEvent;

const making =
  (definition: EventDefinition<typeof facts>): Making =>
  (row, options) =>
    definition.of(row, { locationId: row.id, timeZone: row.timeZone }, options);

export const locationRegistered = making(locationRegisteredEvent);
export const locationUpdated = making(locationUpdatedEvent);
