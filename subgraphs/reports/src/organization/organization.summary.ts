import type { EntityManager } from "@mikro-orm/postgresql";
import type { OrganizationFact } from "../facts/fact.payload.ts";
import { runNamed } from "../facts/named.sql.ts";
import { computeDays } from "../metrics/daily.sql.ts";

/** In which zone and currency an organization counts; null until it is known. */
export interface Calendar {
  readonly zone: string | null;
  readonly currency: string | null;
}

/**
 * Notes that events up to `occurredAt` were applied, and holds the organization's row until the transaction ends:
 * events of one organization are applied one transaction after the other.
 */
export async function holdSummary(em: EntityManager, occurredAt: Date): Promise<Calendar> {
  const [calendar] = await runNamed<Calendar>(
    em,
    `insert into organization_summary as summary (organization_id, as_of) values (:organization, :occurredAt)
     on conflict (organization_id) do update set as_of = greatest(summary.as_of, excluded.as_of)
     returning time_zone as zone, currency`,
    { occurredAt },
  );
  if (!calendar) throw new Error("The summary of an organization was not written.");
  return calendar;
}

/** Takes over zone and currency when they are newer than those known, and computes the days anew when they differ. */
export async function saveCalendar(em: EntityManager, fact: OrganizationFact, known: Calendar): Promise<Calendar> {
  const parameters = { zone: fact.time_zone, currency: fact.currency };
  const newer = await runNamed(
    em,
    `update organization_summary set version = :version, time_zone = :zone, currency = :currency
     where organization_id = :organization and version < :version returning 1`,
    { ...parameters, version: fact.version },
  );
  if (newer.length === 0) return known;
  const calendar = { zone: fact.time_zone, currency: fact.currency };
  if (calendar.zone === known.zone && calendar.currency === known.currency) return calendar;
  await runNamed(em, "delete from daily_metrics where organization_id = :organization");
  await runNamed(em, computeDays, parameters);
  return calendar;
}
