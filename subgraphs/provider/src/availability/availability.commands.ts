import {
  dayIn,
  defineCommand,
  firstDay,
  invalid,
  knownUuid,
  notFound,
  requireToCome,
  weeklyIntervals,
} from "@careconnect/kit";
import { z } from "zod";
import { availabilityChanged } from "./availability.events.ts";
import { lockProvider } from "./availability.lock.ts";
import { setAvailabilities } from "./availability.policy.ts";
import { replaceTemplates, templatesAfter } from "./availability.service.ts";

/** How many weeks of one provider may begin on days to come. */
const mostPlanned = 50;

export const setAvailability = defineCommand({
  name: "setAvailability",
  rule: setAvailabilities,
  entityType: "Provider",
  schema: z.object({
    providerId: z.string(),
    weekly: weeklyIntervals,
    effectiveFrom: firstDay.nullish(),
    keepsLater: z.boolean().nullish(),
    expectedVersion: z.int().nullish(),
  }),
  async run(unit, { providerId, weekly, effectiveFrom, keepsLater, expectedVersion }, _context, reach) {
    const provider = await lockProvider(unit, knownUuid(providerId), reach, expectedVersion);
    if (!provider) throw notFound("providerId");
    const today = dayIn(provider.timeZone, new Date());
    const from = effectiveFrom ?? today;
    requireToCome(["effectiveFrom"], from, today);
    const planned = await templatesAfter(unit.em, provider.id, today);
    const later = keepsLater ? planned.filter((week) => week.effectiveFrom > from) : [];
    const earlier = planned.filter((week) => week.effectiveFrom < from);
    if (earlier.length + later.length >= mostPlanned)
      throw invalid(["effectiveFrom"], `The provider has ${mostPlanned} weeks that are to begin: change one of them.`);
    // Each takes the place of what was from its day on, and is told so.
    for (const week of [{ effectiveFrom: from, weekly }, ...later]) {
      await replaceTemplates(unit.em, new Map([[provider, week]]));
      unit.emit(() => availabilityChanged(provider, week));
    }
    // The provider's version has to tell that their hours changed.
    provider.updatedAt = new Date();
    return provider.id;
  },
});
