import { CommandRefusal, dayIn, defineCommand, isCalendarDay, knownUuid, notFound } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { z } from "zod";
import { ProviderRow } from "../provider/provider.entity.ts";
import { availabilityChanged } from "./availability.events.ts";
import { providersWithin, setAvailabilities } from "./availability.policy.ts";
import { weeklyIntervals } from "./availability.schema.ts";
import { replaceTemplates } from "./availability.service.ts";

export const setAvailability = defineCommand({
  name: "setAvailability",
  rule: setAvailabilities,
  entityType: "Provider",
  schema: z.object({
    providerId: z.string(),
    weekly: weeklyIntervals,
    effectiveFrom: z.string().refine(isCalendarDay, "must be a real day, YYYY-MM-DD").nullish(),
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
    if (effectiveFrom && effectiveFrom < today) {
      throw new CommandRefusal(
        "VALIDATION_FAILED",
        ["effectiveFrom"],
        `must not be before today, which is ${today} where the provider is: the past keeps its hours`,
      );
    }
    const template = { effectiveFrom: effectiveFrom ?? today, weekly };
    await replaceTemplates(unit.em, new Map([[provider, template]]));
    // The provider's version has to tell that their hours changed.
    provider.updatedAt = new Date();
    unit.emit(() => availabilityChanged(provider, template));
    return provider.id;
  },
});
