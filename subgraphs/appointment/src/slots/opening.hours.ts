import { dayIn, VisitType } from "@careconnect/kit";
import { dayAfter, type WallClock, weekdayOf } from "./wall.clock.ts";
import type { HoursException, LicensedSpan, OpeningInterval, WeeklyTemplate } from "./weekly.hours.ts";

/** A span of time, in epoch milliseconds, without its end. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** When a provider works, on the wall of their own zone. */
export interface WorkingHours {
  /** IANA name. */
  readonly timeZone: string;
  readonly templates: readonly WeeklyTemplate[];
  /** Leave and extra hours. */
  readonly exceptions: readonly HoursException[];
  /** The days on which they may see patients, whatever their hours; null: all, since no licence of theirs is recorded. */
  readonly licensed: readonly LicensedSpan[] | null;
  /** Outside of which they see nobody in person: empty where it is not known of every place of theirs when it is open. */
  readonly places: readonly PlaceHours[];
}

/** When a place is open, on its own wall. */
export interface PlaceHours {
  /** IANA name. */
  readonly timeZone: string;
  readonly weekly: readonly OpeningInterval[];
}

/**
 * The spans in which visits of this kind are possible, as far as they have a part within `window`; each is whole, also
 * where it reaches beyond. Hours that touch are one span, over one midnight at most: so that a span has the same
 * beginning from wherever one looks, even of hours that never end.
 */
export function openingsFor(hours: WorkingHours, visitType: VisitType, window: Span, clock: WallClock): Span[] {
  const openings: Run[] = [];
  const places = visitType === VisitType.IN_PERSON && hours.places.length > 0 ? openPlaces(hours, window, clock) : null;
  for (const day of clock.daysAround(hours.timeZone, window.start, window.end)) {
    for (const run of runsOn(day, hours, { visitType, places }, clock)) {
      const previous = openings.at(-1);
      if (previous?.end === run.start && previous.mayPassMidnight && !run.mayPassMidnight) {
        openings[openings.length - 1] = { start: previous.start, end: run.end, mayPassMidnight: false };
      } else {
        openings.push(run);
      }
    }
  }
  return openings.filter(({ start, end }) => start < window.end && end > window.start);
}

/** Whether a visit of this kind lies wholly within opening hours, however many midnights they pass. */
export function isOpenFor(hours: WorkingHours, visit: Span, visitType: VisitType, clock: WallClock): boolean {
  let open = visit.start;
  for (const { start, end } of openingsFor(hours, visitType, visit, clock)) {
    if (start <= open && end > open) open = end;
  }
  return open >= visit.end;
}

/** Whether a visit lies on days that the provider's licences cover, on their own calendar. */
export function isLicensedFor(hours: Pick<WorkingHours, "timeZone" | "licensed">, { start, end }: Span): boolean {
  return [start, end - 1].every((instant) => isLicensedOn(dayIn(hours.timeZone, new Date(instant)), hours));
}

function isLicensedOn(day: string, { licensed }: Pick<WorkingHours, "licensed">): boolean {
  return licensed === null || licensed.some(({ from, until }) => from <= day && (until === null || day <= until));
}

interface Run extends Span {
  /** Not when it begins at midnight, or has passed one already. */
  readonly mayPassMidnight: boolean;
}

/** What visits need beside the provider. */
interface Wanted {
  readonly visitType: VisitType;
  /** When a place for them is open; null: always. */
  readonly places: readonly Span[] | null;
}

/** The hours of one day, joined where they touch and without leave, the earliest first. */
function runsOn(day: string, hours: WorkingHours, { visitType, places }: Wanted, clock: WallClock): Run[] {
  if (!isLicensedOn(day, hours)) return [];
  const spanOf = (times: TimesOfDay) => spanOn(day, times, hours.timeZone, clock);
  const exceptions = hours.exceptions.filter(({ fromDay, toDay }) => fromDay <= day && day <= toDay);
  const weekday = weekdayOf(day);
  const open = [
    ...(templateOn(hours.templates, day)?.weekly ?? []).filter((weekly) => weekly.day === weekday),
    ...exceptions.filter(({ kind }) => kind === "EXTRA_HOURS"),
  ].filter(({ visitTypes }) => visitTypes === null || visitTypes.includes(visitType));
  const leave = exceptions.filter(({ kind }) => kind === "LEAVE");
  const midnight = clock.instantOf(hours.timeZone, day, "00:00");
  const left = without(joined(open.map(spanOf)), leave.map(spanOf));
  const possible = places === null ? left : left.flatMap((span) => within(span, places));
  return possible.map((span) => ({ ...span, mayPassMidnight: span.start > midnight }));
}

/** When one of the places is open, in all days of the provider's that have a part in the window. */
function openPlaces({ places }: WorkingHours, window: Span, clock: WallClock): Span[] {
  return joined(
    places.flatMap(({ timeZone, weekly }) =>
      clock
        .daysAround(timeZone, window.start - twoDays, window.end + twoDays)
        .flatMap((day) =>
          weekly.filter((hours) => weekdayOf(day) === hours.day).map((hours) => spanOn(day, hours, timeZone, clock)),
        ),
    ),
  );
}

/** A place may be where it is another day. */
const twoDays = 2 * 24 * 60 * 60_000;

/** What of the span lies in one of `others`. */
function within({ start, end }: Span, others: readonly Span[]): Span[] {
  return others
    .map((other) => ({ start: Math.max(start, other.start), end: Math.min(end, other.end) }))
    .filter((part) => part.start < part.end);
}

/** Null: the beginning, or the end, of the day. */
interface TimesOfDay {
  readonly from: string | null;
  readonly to: string | null;
}

function spanOn(day: string, { from, to }: TimesOfDay, timeZone: string, clock: WallClock): Span {
  return {
    start: clock.instantOf(timeZone, day, from ?? "00:00"),
    end:
      to === null || to === "24:00"
        ? clock.instantOf(timeZone, dayAfter(day), "00:00")
        : clock.instantOf(timeZone, day, to),
  };
}

/** The spans as one where they touch, the earliest first; what the clock jumps over is none. */
function joined(spans: readonly Span[]): Span[] {
  const apart: Span[] = [];
  for (const { start, end } of [...spans].sort((one, other) => one.start - other.start)) {
    if (start >= end) continue;
    const previous = apart.at(-1);
    if (previous && previous.end >= start)
      apart[apart.length - 1] = { start: previous.start, end: Math.max(previous.end, end) };
    else apart.push({ start, end });
  }
  return apart;
}

/** What is left of the spans. */
function without(spans: readonly Span[], taken: readonly Span[]): Span[] {
  let left = [...spans];
  for (const { start, end } of taken) {
    left = left.flatMap((span) =>
      [
        { start: span.start, end: Math.min(span.end, start) },
        { start: Math.max(span.start, end), end: span.end },
      ].filter((part) => part.start < part.end),
    );
  }
  return left;
}

/** The template with the latest `effectiveFrom` that has come. */
function templateOn(templates: readonly WeeklyTemplate[], day: string): WeeklyTemplate | undefined {
  let inForce: WeeklyTemplate | undefined;
  for (const template of templates) {
    const begun = template.effectiveFrom <= day;
    if (begun && (!inForce || inForce.effectiveFrom < template.effectiveFrom)) inForce = template;
  }
  return inForce;
}
