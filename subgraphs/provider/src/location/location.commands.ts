import { defineCommand, knownUuid, notFound, requireVersion } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { z } from "zod";
import { LocationRow } from "./location.entity.ts";
import { locationUpdated } from "./location.events.ts";
import { setLocationsHours } from "./location.policy.ts";
import { openingHours } from "./opening.hours.ts";

export const setLocationHours = defineCommand({
  name: "setLocationHours",
  rule: setLocationsHours,
  entityType: "Location",
  schema: z.object({
    locationId: z.string().transform(knownUuid),
    weekly: openingHours,
    expectedVersion: z.int().nullish(),
  }),
  async run(unit, { locationId, weekly, expectedVersion }) {
    const location = await unit.em.findOne(LocationRow, { id: locationId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!location) throw notFound("locationId");
    requireVersion(location, expectedVersion ?? undefined);
    unit.em.assign(location, { openingHours: weekly, updatedAt: new Date() });
    unit.emit(() => locationUpdated(location));
    return location.id;
  },
});
