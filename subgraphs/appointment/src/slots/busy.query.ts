import { boundOrganization, recordArray, type VisitType } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { blockedTime, visitTime } from "../booking/booking.entity.ts";
import { takesTimeNow } from "../booking/booking.status.ts";
import type { BlockedTime } from "../visit-rules/visit.rule.ts";
import { isOpen } from "../waitlist/waitlist-offer.entity.ts";
import type { Span } from "./opening.hours.ts";

/** Whose time is asked for. */
export interface Calendars {
  readonly providerIds: readonly string[];
  /** Undefined where nobody's but the providers' counts. */
  readonly patientId: string | undefined;
  /** The kinds of visit of which a provider has only so many a day. */
  readonly limited?: readonly VisitType[];
  /** Visits that leave their time, and take none of it. */
  readonly leaving?: readonly string[];
}

/** What is taken of somebody's time. */
export interface Busy {
  /** With what visits keep free before and after them. */
  readonly ofProvider: (providerId: string) => readonly Span[];
  readonly ofPatient: readonly Span[];
  /** When the visits start, and those that are offered, that count for the day's maximum: in each day that has a part in the window, all of them. */
  readonly starts: (providerId: string, visitType: VisitType) => readonly number[];
}

/** What is taken of the calendars within `window`, in one statement. */
export async function busySpans(em: EntityManager, calendars: Calendars, window: Span): Promise<Busy> {
  const { providerIds, patientId, limited = [], leaving = [] } = calendars;
  const stays = leaving.length === 0 ? "" : "and id <> all(?::uuid[])";
  const left = leaving.length === 0 ? [] : [`{${leaving.join()}}`];
  const within = [boundOrganization(em), new Date(window.start), new Date(window.end)];
  const ofProviders = [...within, `{${providerIds.join()}}`];
  const days = [boundOrganization(em), new Date(window.start - longestDay), new Date(window.end + longestDay)];
  const counted = limited.length === 0 ? [] : [...days, `{${providerIds.join()}}`, `{${limited.join()}}`];
  const records = recordArray(boundOrganization(em), patientId === undefined ? [] : [patientId]);
  const rows = await em.execute<(Span & { readonly whose: string | null; readonly kind: VisitType | null })[]>(
    // A part for each of the exclusion constraints, whose index serves it, two for what they leave aside, and two for
    // what is counted.
    `${spansOf("provider_id", "null", blockedTime, `${blockedTime} && tstzrange(?, ?) and not overbooked and provider_id = any(?::uuid[]) and ${takesTimeNow} ${stays}`)}
     union all ${spansOf("provider_id", "null", blockedTime, `${blockedTime} && tstzrange(?, ?) and overbooked and provider_id = any(?::uuid[]) and ${takesTimeNow} ${stays}`)}
     union all ${spansOf("provider_id", "null", blockedTime, `${blockedTime} && tstzrange(?, ?) and provider_id = any(?::uuid[]) and ${isHeld}`, "waitlist_offer")}
     ${patientId === undefined ? "" : `union all ${spansOf("null", "null", visitTime, `${visitTime} && tstzrange(?, ?) and patient_id = any(${records.sql}) and ${takesTimeNow} ${stays}`)}`}
     ${limited.length === 0 ? "" : `union all ${spansOf("provider_id", "visit_type", visitTime, `starts_at >= ? and starts_at < ? and provider_id = any(?::uuid[]) and visit_type = any(?::text[]) and ${counts} ${stays}`)}`}
     ${limited.length === 0 ? "" : `union all ${spansOf("provider_id", "visit_type", visitTime, `starts_at >= ? and starts_at < ? and provider_id = any(?::uuid[]) and visit_type = any(?::text[]) and ${isHeld}`, "waitlist_offer")}`}
     order by "start"`,
    [
      ...[...ofProviders, ...left],
      ...[...ofProviders, ...left],
      ...ofProviders,
      ...(patientId === undefined ? [] : [...within, ...records.parameters, ...left]),
      ...(limited.length === 0 ? [] : [...counted, ...left]),
      ...counted,
    ],
  );
  const spans = Map.groupBy(rows, ({ whose, kind }) => keyOf(whose, kind));
  return {
    ofProvider: (providerId) => spans.get(keyOf(providerId, null)) ?? [],
    ofPatient: spans.get(keyOf(null, null)) ?? [],
    starts: (providerId, visitType) => (spans.get(keyOf(providerId, visitType)) ?? []).map(({ start }) => start),
  };
}

/**
 * Whether a visit that was overbooked takes a part of the provider's time that this one would, or that is held.
 * @param itself a visit that is not in its own way
 */
export async function isTakenAside(em: EntityManager, visit: BlockingVisit, itself?: string): Promise<boolean> {
  const { start, end } = blockedSpan(visit);
  const time = [boundOrganization(em), visit.providerId, new Date(start), new Date(end)];
  const others = await em.execute<unknown[]>(
    `select 1 from appointment
     where organization_id = ? and provider_id = ? and overbooked and ${takesTimeNow}
       and ${blockedTime} && tstzrange(?, ?) and id is distinct from ?
     union all
     select 1 from waitlist_offer
     where organization_id = ? and provider_id = ? and ${blockedTime} && tstzrange(?, ?) and ${isHeld}
     limit 1`,
    [...time, itself ?? null, ...time],
  );
  return others.length > 0;
}

/**
 * Whether another record of the visit's patient has a visit at its time: of one record alone, a constraint knows. Where it is
 * the provider who has none left, that is for their constraint to say.
 * @param itself the visit that is moved, whose own time is not in its way
 */
export async function isPatientElsewhere(
  em: EntityManager,
  visit: BlockingVisit & { readonly patientId: string; readonly overbooked?: boolean },
  itself?: string,
): Promise<boolean> {
  const organizationId = boundOrganization(em);
  const records = recordArray(organizationId, [visit.patientId]);
  const { start, end } = blockedSpan(visit);
  const others = await em.execute<unknown[]>(
    `select 1 from appointment
     where organization_id = ? and patient_id = any(${records.sql}) and patient_id <> ? and ${takesTimeNow}
       and ${visitTime} && tstzrange(?, ?) and id is distinct from ?
       and (? or not exists (
         select from appointment
         where organization_id = ? and provider_id = ? and not overbooked and ${takesTimeNow}
           and ${blockedTime} && tstzrange(?, ?) and id is distinct from ?))
     limit 1`,
    [
      ...[organizationId, ...records.parameters, visit.patientId, visit.startsAt, visit.endsAt, itself ?? null],
      ...[visit.overbooked ?? false, organizationId, visit.providerId, new Date(start), new Date(end), itself ?? null],
    ],
  );
  return others.length > 0;
}

interface BlockingVisit extends BlockedTime {
  readonly providerId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** What of its provider's time a visit takes. */
export function blockedSpan({ startsAt, endsAt, blockedFrom, blockedUntil }: Omit<BlockingVisit, "providerId">): Span {
  return { start: (blockedFrom ?? startsAt).getTime(), end: (blockedUntil ?? endsAt).getTime() };
}

/** What is held for somebody who waits: the clock decides it, whoever has noted that an offer expired. */
const isHeld = `${isOpen} and expires_at > clock_timestamp()`;

/** Longer than any day: clocks are set by two hours at most. */
const longestDay = 26 * 60 * 60_000;

/** What of the visits of a day counts for its maximum: all that took place, or are to. */
const counts =
  "status not in ('CANCELLED', 'NO_SHOW') and (hold_expires_at is null or hold_expires_at > clock_timestamp())";

const keyOf = (whose: string | null, kind: VisitType | null) => `${whose} ${kind}`;

function spansOf(whose: string, kind: string, time: string, condition: string, table = "appointment"): string {
  return `select ${whose} as whose, ${kind} as kind, (extract(epoch from lower(${time})) * 1000)::float8 as "start",
            (extract(epoch from upper(${time})) * 1000)::float8 as "end"
          from ${table}
          where organization_id = ? and ${condition}`;
}
