import {
  availabilityException,
  type CommandUnit,
  dayIn,
  defineCommand,
  knownUuid,
  notFound,
  requireRoom,
  requireToCome,
} from "@careconnect/kit";
import { z } from "zod";
import { availabilityChanged } from "../availability/availability.events.ts";
import { lockProvider } from "../availability/availability.lock.ts";
import { setAvailabilities } from "../availability/availability.policy.ts";
import { lastTemplate } from "../availability/availability.service.ts";
import { minutesOf } from "../availability/weekly.interval.ts";
import type { ProviderRow } from "../provider/provider.entity.ts";
import { AvailabilityExceptionRow } from "./exception.entity.ts";
import { exceptionOf } from "./exception.interval.ts";
import { exceptionsFrom } from "./exception.service.ts";

const expectedVersion = z.int().nullish();

export const addAvailabilityException = defineCommand({
  name: "addAvailabilityException",
  rule: setAvailabilities,
  entityType: "Provider",
  schema: z.object({ providerId: z.string(), expectedVersion }).and(availabilityException),
  async run(unit, { providerId, expectedVersion, from, to, ...exception }, _context, reach) {
    const provider = await lockProvider(unit, knownUuid(providerId), reach, expectedVersion);
    if (!provider) throw notFound("providerId");
    const today = dayIn(provider.timeZone, new Date());
    requireToCome(["fromDay"], exception.fromDay, today);
    const known = await exceptionsFrom(unit.em, provider, today);
    requireRoom(known.length);
    const row = unit.em.create(AvailabilityExceptionRow, {
      ...exception,
      providerId: provider.id,
      fromMinute: from === null ? null : minutesOf(from),
      toMinute: to === null ? null : minutesOf(to),
    } as never);
    return tellOf(unit, provider, [...known, row], today);
  },
});

export const removeAvailabilityException = defineCommand({
  name: "removeAvailabilityException",
  rule: setAvailabilities,
  entityType: "Provider",
  schema: z.object({ id: z.string().transform(knownUuid), expectedVersion }),
  async run(unit, { id, expectedVersion }, _context, reach) {
    const named = await unit.em.findOne(AvailabilityExceptionRow, { id });
    const provider = named && (await lockProvider(unit, String(named.providerId), reach, expectedVersion));
    if (!provider) throw notFound("id");
    const today = dayIn(provider.timeZone, new Date());
    const known = await exceptionsFrom(unit.em, provider, today);
    const row = known.find((candidate) => candidate.id === id);
    if (!row) throw notFound("id");
    // What is over of it stays.
    if (row.fromDay < today) row.toDay = dayBefore(today);
    else unit.em.remove(row);
    return tellOf(
      unit,
      provider,
      known.filter((other) => other !== row),
      today,
    );
  },
});

/** With the last template, which replaces itself: whoever follows the weeks alone sees no change. */
async function tellOf(
  unit: CommandUnit,
  provider: ProviderRow,
  exceptions: readonly AvailabilityExceptionRow[],
  today: string,
): Promise<string> {
  const template = await lastTemplate(unit.em, provider.id, today);
  // The provider's version has to tell that their hours changed.
  provider.updatedAt = new Date();
  unit.emit(() => availabilityChanged(provider, template, { exceptions: exceptions.map(exceptionOf) }));
  return provider.id;
}

function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 24 * 60 * 60_000).toISOString().slice(0, 10);
}
