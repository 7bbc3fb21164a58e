import { dayIn, defineCommand, firstDay, knownUuid, notFound, requireToCome, weeklyIntervals } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { z } from "zod";
import { ProviderRow } from "../provider/provider.entity.ts";
import { availabilityChanged } from "./availability.events.ts";
import { providersWithin, setAvailabilities } from "./availability.policy.ts";
import { replaceTemplates } from "./availability.service.ts";

export const setAvailability = defineCommand({
  name: "setAvailability",
  rule: setAvailabilities,
  entityType: "Provider",
  schema: z.object({
    providerId: z.string(),
    weekly: weeklyIntervals,
    effectiveFrom: firstDay.nullish(),
  }),
  async run(unit, { providerId, weekly, effectiveFrom }, _context, reach) {
    // Locked until the command ends: of two simultaneous templates the second replaces the whole of the first.
    const provider = await unit.em.findOne(
      ProviderRow,
      { $and: [{ id: knownUuid(providerId) }, providersWithin(reach)] },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    );
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
