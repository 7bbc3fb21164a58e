import { boundOrganization } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { takesTime } from "../booking/booking.status.ts";
import type { Span } from "./opening.hours.ts";

/** What is taken of the providers' time within `window`, by provider, in one statement. */
export async function busySpans(
  em: EntityManager,
  providerIds: readonly string[],
  window: Span,
): Promise<Map<string, Span[]>> {
  const rows = await em.execute<{ provider_id: string; start: number; end: number }[]>(
    `select provider_id, (extract(epoch from starts_at) * 1000)::float8 as "start",
            (extract(epoch from ends_at) * 1000)::float8 as "end"
     from appointment
     where organization_id = ? and provider_id = any(?::uuid[]) and ${takesTime}
       and tstzrange(starts_at, ends_at) && tstzrange(?, ?)
     order by starts_at`,
    [boundOrganization(em), `{${providerIds.join()}}`, new Date(window.start), new Date(window.end)],
  );
  return Map.groupBy(rows, (row) => row.provider_id);
}
