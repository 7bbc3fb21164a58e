import { dayIn, defineCommand, firstDay, knownUuid, notFound, requireToCome, weeklyIntervals } from "@careconnect/kit";
import { z } from "zod";
import { availabilityChanged } from "./availability.events.ts";
import { lockProvider } from "./availability.lock.ts";
import { setAvailabilities } from "./availability.policy.ts";
import { replaceTemplates } from "./availability.service.ts";

export const setAvailability = defineCommand({
  name: "setAvailability",
  rule: setAvailabilities,
  entityType: "Provider",
  schema: z.object({
    providerId: z.string(),
    weekly: weeklyIntervals,
    effectiveFrom: firstDay.nullish(),
    expectedVersion: z.int().nullish(),
  }),
  async run(unit, { providerId, weekly, effectiveFrom, expectedVersion }, _context, reach) {
    const provider = await lockProvider(unit, knownUuid(providerId), reach, expectedVersion);
    if (!provider) throw notFound("providerId");
    const today = dayIn(provider.timeZone, new Date());
    const from = effectiveFrom ?? today;
    requireToCome(["effectiveFrom"], from, today);
    const template = { effectiveFrom: from, weekly };
    await replaceTemplates(unit.em, new Map([[provider, template]]));
    // The provider's version has to tell that their hours changed.
    provider.updatedAt = new Date();
    unit.emit(() => availabilityChanged(provider, template));
    return provider.id;
  },
});
