import { type DomainEvent, defineEvent, type EventDefinition, Weekday } from "@careconnect/kit";
import { z } from "zod";
import type { LocationRow } from "./location.entity.ts";

const facts = z.object({
  locationId: z.uuid(),
  timeZone: z.string().describe("IANA name"),
  openingHours: z
    .array(
      z.object({
        day: z.enum(Weekday),
        from: z.string().describe("HH:MM on the clock of the zone"),
        to: z.string().describe("HH:MM, up to 24:00"),
      }),
    )
    .nullable()
    .describe("of every week, empty for none; null for a location that is open at all times"),
});

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
    definition.of(
      row,
      { locationId: row.id, timeZone: row.timeZone, openingHours: row.openingHours ? [...row.openingHours] : null },
      options,
    );

export const locationRegistered = making(locationRegisteredEvent);
export const locationUpdated = making(locationUpdatedEvent);
