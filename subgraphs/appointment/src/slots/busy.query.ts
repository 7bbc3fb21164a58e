import { boundOrganization } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { takesTime } from "../booking/booking.status.ts";
import type { Span } from "./opening.hours.ts";

/** Whose time is asked for. */
export interface Calendars {
  readonly providerIds: readonly string[];
  /** Undefined where nobody's but the providers' counts. */
  readonly patientId: string | undefined;
}

/** What is taken of somebody's time. */
export interface Busy {
  readonly ofProvider: (providerId: string) => readonly Span[];
  readonly ofPatient: readonly Span[];
}

/** What is taken of the calendars within `window`, in one statement. */
export async function busySpans(em: EntityManager, calendars: Calendars, window: Span): Promise<Busy> {
  const { providerIds, patientId } = calendars;
  const within = [boundOrganization(em), new Date(window.start), new Date(window.end)];
  const ofProviders = [...within, `{${providerIds.join()}}`];
  const rows = await em.execute<({ readonly provider_id: string | null } & Span)[]>(
    // A part for each of the exclusion constraints, whose index serves it, and one for what they leave aside.
    `${spansOf("provider_id", `${rangesOverlap} and not overbooked and provider_id = any(?::uuid[])`)}
     union all ${spansOf("provider_id", "ends_at > ? and starts_at < ? and overbooked and provider_id = any(?::uuid[])")}
     ${patientId === undefined ? "" : `union all ${spansOf("null", `${rangesOverlap} and patient_id = ?`)}`}
     order by "start"`,
    [...ofProviders, ...ofProviders, ...(patientId === undefined ? [] : [...within, patientId])],
  );
  const spans = Map.groupBy(rows, (row) => row.provider_id);
  return { ofProvider: (providerId) => spans.get(providerId) ?? [], ofPatient: spans.get(null) ?? [] };
}

const rangesOverlap = "tstzrange(starts_at, ends_at) && tstzrange(?, ?)";

function spansOf(whose: string, condition: string): string {
  return `select ${whose} as provider_id, (extract(epoch from starts_at) * 1000)::float8 as "start",
            (extract(epoch from ends_at) * 1000)::float8 as "end"
          from appointment
          where organization_id = ? and ${condition} and ${takesTime}`;
}
