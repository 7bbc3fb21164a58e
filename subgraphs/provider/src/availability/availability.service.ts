import {
  assertMay,
  dayIn,
  groupedInOrderOf,
  inWeekOrder,
  type RequestContext,
  type WeeklyInterval,
} from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { ProviderRow } from "../provider/provider.entity.ts";
import { AvailabilityRow } from "./availability.entity.ts";
import { inForceKey, templatesByProvider, weeklyHoursInForce } from "./availability.loader.ts";
import { readAvailability } from "./availability.policy.ts";
import { intervalOf, minutesOf } from "./weekly.interval.ts";
import { WeeklyHoursRow } from "./weekly-hours.entity.ts";

/** What a provider's weeks look like from a day on. */
export interface Template {
  /** YYYY-MM-DD, in the provider's zone. */
  readonly effectiveFrom: string;
  readonly weekly: readonly WeeklyInterval[];
}

interface PlannedWeek {
  readonly effectiveFrom: string;
  readonly hours: readonly WeeklyInterval[];
}

/** The hours that are in force on a day, by default today in the provider's zone; empty when there are none. */
export async function listWeeklyHours(
  context: RequestContext,
  provider: Pick<ProviderRow, "id" | "timeZone">,
  day: string | null,
): Promise<readonly WeeklyInterval[]> {
  assertMay(context, readAvailability);
  const on = day ?? dayIn(provider.timeZone, new Date());
  return (await weeklyHoursInForce(context).load(inForceKey(provider.id, on))) ?? [];
}

/** The weeks of a provider that begin after today, in their zone; the first one first. */
export async function listPlannedWeeks(
  context: RequestContext,
  provider: Pick<ProviderRow, "id" | "timeZone">,
): Promise<readonly PlannedWeek[]> {
  assertMay(context, readAvailability);
  const today = dayIn(provider.timeZone, new Date());
  return toCome((await templatesByProvider(context).load(provider.id)) ?? [], today).map(
    ({ effectiveFrom, weekly }) => ({ effectiveFrom, hours: weekly }),
  );
}

/** The templates of a provider that begin after a day, in the open transaction; the first one first. */
export async function templatesAfter(em: EntityManager, providerId: string, day: string): Promise<readonly Template[]> {
  const rows = await em.find(AvailabilityRow, { providerId, effectiveFrom: { $gt: day } });
  const hours = await em.find(WeeklyHoursRow, { availabilityId: { $in: rows.map(({ id }) => id) } });
  const ofTemplate = Map.groupBy(hours, ({ availabilityId }) => String(availabilityId));
  const templates = rows.map(({ id, effectiveFrom }) => ({
    effectiveFrom,
    weekly: inWeekOrder((ofTemplate.get(id) ?? []).map(intervalOf)),
  }));
  return toCome(templates, day);
}

function toCome(templates: readonly Template[], day: string): readonly Template[] {
  return templates
    .filter(({ effectiveFrom }) => effectiveFrom > day)
    .sort((one, other) => (one.effectiveFrom < other.effectiveFrom ? -1 : 1));
}

/** The template that a provider's weeks end with; one without hours, from `today` on, when they have none. */
export async function lastTemplate(em: EntityManager, providerId: string, today: string): Promise<Template> {
  const [last] = await em.find(AvailabilityRow, { providerId }, { orderBy: { effectiveFrom: "desc" }, limit: 1 });
  if (!last) return { effectiveFrom: today, weekly: [] };
  const hours = await em.find(WeeklyHoursRow, { availabilityId: last.id });
  return { effectiveFrom: last.effectiveFrom, weekly: inWeekOrder(hours.map(intervalOf)) };
}

/**
 * Makes each template the provider's weeks from its day on, in the open transaction: templates of earlier days stay,
 * those of that day and later ones give way. The providers' rows must be locked, or change with it.
 */
export async function replaceTemplates(
  em: EntityManager,
  templates: ReadonlyMap<ProviderRow, Template>,
): Promise<void> {
  if (templates.size === 0) return;
  // At once rather than with the flush, which would insert before it deletes.
  await em.nativeDelete(AvailabilityRow, {
    $or: [...templates].map(([{ id }, { effectiveFrom }]) => ({
      providerId: id,
      effectiveFrom: { $gte: effectiveFrom },
    })),
  });
  for (const [{ id }, { effectiveFrom, weekly }] of templates) {
    const { id: availabilityId } = em.create(AvailabilityRow, { providerId: id, effectiveFrom });
    for (const { day, from, to, visitTypes } of weekly) {
      em.create(WeeklyHoursRow, {
        availabilityId,
        day,
        fromMinute: minutesOf(from),
        toMinute: minutesOf(to),
        visitTypes: visitTypes && [...visitTypes],
      });
    }
  }
}

/** Imported hours have been in force for as long as anyone asks, so that days before the import have them too. */
const importedFrom = "2000-01-01";

/**
 * Saves the weeks of providers from a source system, in the open transaction. Hours that the clinic has set itself since
 * stay. Answers with the templates of those for whom something changed.
 * @param weeks in week order, as {@link inWeekOrder} gives them.
 */
export async function importTemplates(
  em: EntityManager,
  weeks: ReadonlyMap<ProviderRow, readonly WeeklyInterval[]>,
): Promise<ReadonlyMap<ProviderRow, Template>> {
  const providers = [...weeks.keys()];
  const ids = providers.map(({ id }) => id);
  const templates = await em.find(AvailabilityRow, { providerId: { $in: ids } });
  const hours = await em.find(WeeklyHoursRow, { availabilityId: { $in: templates.map(({ id }) => id) } });
  const ofProvider = groupedInOrderOf(ids, templates, ({ providerId }) => providerId);
  const ofTemplate = Map.groupBy(hours, ({ availabilityId }) => availabilityId);

  const changed = new Map<ProviderRow, Template>();
  for (const [index, provider] of providers.entries()) {
    const weekly = weeks.get(provider) ?? [];
    const [known, ...others] = ofProvider[index] ?? [];
    if (known) {
      const isOwn = others.length > 0 || known.effectiveFrom !== importedFrom;
      const current = inWeekOrder((ofTemplate.get(known.id) ?? []).map(intervalOf));
      if (isOwn || JSON.stringify(current) === JSON.stringify(weekly)) continue;
    }
    changed.set(provider, { effectiveFrom: importedFrom, weekly });
  }
  await replaceTemplates(em, changed);
  return changed;
}
