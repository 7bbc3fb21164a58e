import { boundOrganization, recordsOfRow, type VisitType } from "@careconnect/kit";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";
import { takesTimeNow } from "../booking/booking.status.ts";
import { isOpen } from "./waitlist-offer.entity.ts";

/** In which organizations time has become free, an offer has expired or somebody's waiting is over, by `now`. */
export async function organizationsWithWork(orm: MikroORM, now: Date): Promise<string[]> {
  const rows = await orm.em.getConnection().execute<{ organization_id: string }[]>(
    `select organization_id from waitlist_offer where ${isOpen} and expires_at <= ?
     union select organization_id from waitlist_entry where status = 'WAITING' and wanted_until <= ?
     union select organization_id from freed_slot
     order by 1`,
    [now, now],
  );
  return rows.map((row) => row.organization_id);
}

/** A time that became free. */
export interface FreedTime {
  readonly id: string;
  readonly providerId: string;
  readonly startsAt: Date;
}

/** The time of the organization that became free first and that nobody else looks at, of all but these, locked. */
export async function lockFreedSlot(em: EntityManager, but: readonly string[]): Promise<FreedTime | undefined> {
  const [row] = await em.execute<{ id: string; provider_id: string; starts_at: Date }[]>(
    `select id, provider_id, starts_at from freed_slot where organization_id = ? and id <> all(?::uuid[])
     order by id limit 1 for update skip locked`,
    [boundOrganization(em), arrayOf(but)],
  );
  return row && { id: row.id, providerId: row.provider_id, startsAt: new Date(row.starts_at) };
}

/** A time of a provider's, as long as each kind of visit would take of it. */
export interface OpenTime {
  readonly providerId: string;
  readonly specialties: readonly string[];
  readonly startsAt: Date;
  /** When a visit would end, for each kind that is possible. */
  readonly ends: readonly { readonly visitType: VisitType; readonly endsAt: Date }[];
}

/**
 * The entry of whoever has waited longest and whom this time fits, locked: who is free then, has nothing else held for
 * that time, and was not offered this one before. Entries that somebody else works on are passed over.
 */
export async function firstWhomItFits(em: EntityManager, time: OpenTime): Promise<string | undefined> {
  const [condition, values] = whomItFits(em, time, { waits: "entry.status = 'WAITING'", held: isOpen });
  const [row] = await em.execute<{ id: string }[]>(
    `select entry.id ${condition} order by entry.joined_at, entry.id limit 1 for update of entry skip locked`,
    values,
  );
  return row?.id;
}

/**
 * Whether it fits anybody as the clock has it, those included whose entry somebody else works on: of whoever let an offer
 * pass, it may be about to be noted that they wait again.
 */
export async function fitsAnybody(em: EntityManager, time: OpenTime): Promise<boolean> {
  const held = `${isOpen} and expires_at > clock_timestamp()`;
  const waits = `(entry.status = 'WAITING' or entry.status = 'OFFERED' and not exists (
    select from waitlist_offer where organization_id = entry.organization_id and entry_id = entry.id and ${held}))`;
  const [condition, values] = whomItFits(em, time, { waits, held });
  return (await em.execute(`select 1 ${condition} limit 1`, values)).length > 0;
}

/** Where the entries are of those whom it fits, and the values: of those who wait, and for whom nothing else is held then. */
function whomItFits(
  em: EntityManager,
  time: OpenTime,
  { waits, held }: { readonly waits: string; readonly held: string },
): [string, unknown[]] {
  const visit = "tstzrange(?::timestamptz, fit.ends_at)";
  return [
    `from waitlist_entry entry
     join unnest(?::text[], ?::timestamptz[]) as fit (visit_type, ends_at) on fit.visit_type = entry.visit_type
     cross join lateral (${recordsOfRow("entry")}) as records
     join patient_reference patient on patient.organization_id = entry.organization_id
       and patient.patient_id = records.current_id and not patient.archived
     where entry.organization_id = ? and ${waits}
       and not exists (
         select from restricted_patient where organization_id = entry.organization_id and patient_id = any(records.ids))
       and (entry.provider_id = ? or entry.specialty = any(?::text[]))
       and entry.wanted_from <= ? and entry.wanted_until >= fit.ends_at
       and not exists (
         select from appointment where organization_id = entry.organization_id and patient_id = any(records.ids)
           and tstzrange(starts_at, ends_at) && ${visit} and ${takesTimeNow})
       and not exists (
         select from waitlist_offer where organization_id = entry.organization_id and patient_id = any(records.ids)
           and tstzrange(starts_at, ends_at) && ${visit} and ${held})
       and not exists (
         select from waitlist_offer where organization_id = entry.organization_id and entry_id = entry.id
           and provider_id = ? and starts_at = ?)`,
    [
      arrayOf(time.ends.map(({ visitType }) => visitType)),
      arrayOf(time.ends.map(({ endsAt }) => endsAt.toISOString())),
      boundOrganization(em),
      time.providerId,
      arrayOf(time.specialties),
      time.startsAt,
      time.startsAt,
      time.startsAt,
      time.providerId,
      time.startsAt,
    ],
  ];
}

/** A PostgreSQL array literal; what is not a plain word is quoted. */
function arrayOf(values: readonly string[]): string {
  return `{${values.map((value) => JSON.stringify(value)).join()}}`;
}
