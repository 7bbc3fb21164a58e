import { boundOrganization, type ConsumerDefinition, handling, payloadRows } from "@careconnect/kit";
import { z } from "zod";
import { openingInterval } from "../slots/weekly.hours.ts";

const practiceFacts = z.object({ providerId: z.uuid(), locationIds: z.array(z.uuid()) });

const applyPractice = handling(practiceFacts, async ({ em }, events) => {
  await em.execute(
    `insert into provider_places (organization_id, provider_id, location_ids, aggregate_version)
     select ?::uuid, "providerId", "locationIds", version
     from jsonb_to_recordset(?::jsonb) as provider ("providerId" uuid, "locationIds" uuid[], version integer)
     on conflict (organization_id, provider_id) do update
       set location_ids = excluded.location_ids, aggregate_version = excluded.aggregate_version
       where provider_places.aggregate_version <= excluded.aggregate_version`,
    [boundOrganization(em), payloadRows(events)],
  );
});

/** Those who told of locations before these had hours said nothing of them. */
const locationFacts = z.object({
  locationId: z.uuid(),
  timeZone: z.string(),
  openingHours: z.array(openingInterval).nullish(),
});

const applyLocation = handling(locationFacts, async ({ em }, events) => {
  await em.execute(
    `insert into location_reference (organization_id, location_id, time_zone, opening_hours, aggregate_version)
     select ?::uuid, "locationId", "timeZone", nullif("openingHours", 'null'::jsonb), version
     from jsonb_to_recordset(?::jsonb) as location (
       "locationId" uuid, "timeZone" text, "openingHours" jsonb, version integer)
     on conflict (organization_id, location_id) do update
       set time_zone = excluded.time_zone, opening_hours = excluded.opening_hours,
           aggregate_version = excluded.aggregate_version
       where location_reference.aggregate_version <= excluded.aggregate_version`,
    [boundOrganization(em), payloadRows(events)],
  );
});

/** Keeps where providers see patients, and when these places are open. */
export const placeConsumer: ConsumerDefinition = {
  name: "places",
  handles: {
    "provider.registered": applyPractice,
    "provider.updated": applyPractice,
    "provider.location.registered": applyLocation,
    "provider.location.updated": applyLocation,
  },
};
