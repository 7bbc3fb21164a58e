import {
  assertMay,
  boundOrganization,
  defineLoader,
  groupedInOrderOf,
  inWeekOrder,
  type WeeklyInterval,
} from "@careconnect/kit";
import { AvailabilityRow } from "./availability.entity.ts";
import { readAvailability } from "./availability.policy.ts";
import type { Template } from "./availability.service.ts";
import { intervalOf, type StoredInterval } from "./weekly.interval.ts";
import { WeeklyHoursRow } from "./weekly-hours.entity.ts";

/** A provider and a day, as one key: equal ones are asked for once. */
export const inForceKey = (providerId: string, day: string): string => `${providerId} ${day}`;

/** The hours that are in force for a provider on a day, by {@link inForceKey}. */
export const weeklyHoursInForce = defineLoader<string, WeeklyInterval[]>(async (context, keys) => {
  assertMay(context, readAvailability);
  const em = context.em.fork();
  const wanted = keys.map((key) => {
    const [providerId, day] = key.split(" ");
    return { key, providerId, day };
  });
  const hours = await em.execute<(StoredInterval & { readonly key: string })[]>(
    `select wanted.key, hours.day, hours.from_minute as "fromMinute", hours.to_minute as "toMinute",
       hours.visit_types as "visitTypes"
     from jsonb_to_recordset(?) as wanted (key text, "providerId" uuid, day date)
     cross join lateral (
       select id from availability
       where organization_id = ? and provider_id = wanted."providerId" and effective_from <= wanted.day
       order by effective_from desc limit 1
     ) in_force
     join weekly_hours hours on hours.availability_id = in_force.id`,
    [JSON.stringify(wanted), boundOrganization(em)],
  );
  return groupedInOrderOf(keys, hours, ({ key }) => key).map((group) => inWeekOrder(group.map(intervalOf)));
});

/** The templates of providers, past ones too. */
export const templatesByProvider = defineLoader<string, Template[]>(async (context, providerIds) => {
  assertMay(context, readAvailability);
  const em = context.em.fork();
  const rows = await em.find(AvailabilityRow, { providerId: { $in: [...providerIds] } });
  const hours = await em.find(WeeklyHoursRow, { availabilityId: { $in: rows.map(({ id }) => id) } });
  const ofTemplate = Map.groupBy(hours, ({ availabilityId }) => String(availabilityId));
  return groupedInOrderOf(providerIds, rows, ({ providerId }) => String(providerId)).map((group) =>
    group.map(({ id, effectiveFrom }) => ({
      effectiveFrom,
      weekly: inWeekOrder((ofTemplate.get(id) ?? []).map(intervalOf)),
    })),
  );
});
