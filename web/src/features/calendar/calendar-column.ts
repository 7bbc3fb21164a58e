import type { AppointmentRowFragment, CalendarProviderFragment } from "../../graphql/graphql.ts";
import type { DayColumn } from "./day-rows.ts";

/** A column of the calendar: a provider on a day. */
export interface CalendarColumn {
  readonly key: string;
  readonly title: string;
  readonly subtitle?: string | undefined;
  readonly isToday: boolean;
  readonly provider: CalendarProviderFragment | null;
  readonly place: DayColumn;
  readonly visits: readonly AppointmentRowFragment[];
}

// Who called a visit off has left its time to others.
const gone: ReadonlySet<string> = new Set(["CANCELLED"]);

export const standing = (visit: AppointmentRowFragment) => !gone.has(visit.status);

/** Everybody who has a visit, by name, with their visits. Visits whose provider nobody may name are last. */
export function byProvider(visits: readonly AppointmentRowFragment[], locale: string) {
  const groups = new Map<string, { provider: AppointmentRowFragment["provider"]; visits: AppointmentRowFragment[] }>();
  for (const visit of visits) {
    const key = visit.provider?.id ?? "";
    const group = groups.get(key) ?? { provider: visit.provider, visits: [] };
    group.visits.push(visit);
    groups.set(key, group);
  }
  return [...groups.values()].sort((left, right) => {
    const [one, other] = [left.provider?.fullName, right.provider?.fullName];
    return one === undefined ? 1 : other === undefined ? -1 : one.localeCompare(other, locale);
  });
}
