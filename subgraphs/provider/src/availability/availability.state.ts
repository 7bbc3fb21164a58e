import { assertMay, defineLoader, groupedInOrderOf, inWeekOrder, type RequestContext } from "@careconnect/kit";
import { licensedDaysByProvider } from "../credential/credential.loader.ts";
import { exceptionOf } from "../exception/exception.interval.ts";
import { exceptionsByProvider } from "../exception/exception.loader.ts";
import type { ProviderRow } from "../provider/provider.entity.ts";
import { ProviderStatus } from "../provider/provider.status.ts";
import { AvailabilityRow } from "./availability.entity.ts";
import { readAvailability } from "./availability.policy.ts";
import type { Template } from "./availability.service.ts";
import { intervalOf } from "./weekly.interval.ts";
import { WeeklyHoursRow } from "./weekly-hours.entity.ts";

/**
 * All that decides when a provider works, who has no hours unless they are active, as JSON in the words of
 * `provider.availability.changed` and `provider.credentials.changed`.
 */
export async function availabilityState(
  context: RequestContext,
  { id, timeZone, status }: Pick<ProviderRow, "id" | "timeZone" | "status">,
): Promise<string> {
  assertMay(context, readAvailability);
  if (status !== ProviderStatus.ACTIVE) return JSON.stringify({ timeZone, templates: [], exceptions: [] });
  const [templates, exceptions, licensed] = await Promise.all([
    templatesByProvider(context).load(id),
    exceptionsByProvider(context).load(id),
    licensedDaysByProvider(context).load(id),
  ]);
  return JSON.stringify({
    ...{ timeZone, templates: templates ?? [], exceptions: (exceptions ?? []).map(exceptionOf), licensed },
  });
}

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
