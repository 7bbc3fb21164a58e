import { assertMay, dayIn, type RequestContext } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { readAvailability } from "../availability/availability.policy.ts";
import type { ProviderRow } from "../provider/provider.entity.ts";
import { AvailabilityExceptionRow } from "./exception.entity.ts";
import { exceptionOf } from "./exception.interval.ts";
import { exceptionsByProvider } from "./exception.loader.ts";
import type { AvailabilityException } from "./exception.type.ts";

type Calendar = Pick<ProviderRow, "id" | "timeZone">;

/** A provider's leave and extra hours that are not over, the earliest first. */
export async function listExceptions(context: RequestContext, provider: Calendar): Promise<AvailabilityException[]> {
  assertMay(context, readAvailability);
  const today = dayIn(provider.timeZone, new Date());
  const rows = (await exceptionsByProvider(context).load(provider.id)) ?? [];
  return rows.filter(({ toDay }) => toDay >= today).map((row) => ({ id: row.id, ...exceptionOf(row) }));
}

/** What of a provider's leave and extra hours is not over, as the open transaction has it. */
export function exceptionsFrom(
  em: EntityManager,
  { id }: Calendar,
  today: string,
): Promise<AvailabilityExceptionRow[]> {
  return em.find(
    AvailabilityExceptionRow,
    { providerId: id, toDay: { $gte: today } },
    { orderBy: [{ fromDay: "asc" }, { id: "asc" }] },
  );
}
