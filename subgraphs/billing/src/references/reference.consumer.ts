import { boundOrganization, type ConsumerDefinition, handling, payloadRows } from "@careconnect/kit";
import { z } from "zod";

const organizationFacts = z.object({ currency: z.string(), timeZone: z.string() });

const applyOrganization = handling(organizationFacts, async ({ em }, events) => {
  await em.execute(
    `insert into organization_reference (organization_id, currency, time_zone, aggregate_version)
     select ?::uuid, currency, "timeZone", version
     from jsonb_to_recordset(?::jsonb) as organization (currency text, "timeZone" text, version integer)
     on conflict (organization_id) do update
       set currency = excluded.currency, time_zone = excluded.time_zone, aggregate_version = excluded.aggregate_version
       where organization_reference.aggregate_version <= excluded.aggregate_version`,
    [boundOrganization(em), payloadRows(events)],
  );
});

/** Keeps what billing has to know of its organization. What is older never overwrites what is newer. */
export const referenceConsumer: ConsumerDefinition = {
  name: "references",
  handles: { "organization.registered": applyOrganization, "organization.updated": applyOrganization },
};
