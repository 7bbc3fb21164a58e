import type { VisitType } from "@careconnect/kit";
import { dayAfter, type WallClock, weekdayOf } from "./wall.clock.ts";
import { type WeeklyHours, type WeeklyTemplate, weekdays } from "./weekly.hours.ts";

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
}

/**
 * The spans in which visits of this kind are possible, as far as they have a part within `window`; each is whole, also
 * where it reaches beyond. Hours that touch are one span, over one midnight at most: so that a span has the same
 * beginning from wherever one looks, even of hours that never end.
 */
export function openingsFor(hours: WorkingHours, visitType: VisitType, window: Span, clock: WallClock): Span[] {
  const openings: Run[] = [];
  for (const day of clock.daysAround(hours.timeZone, window.start, window.end)) {
    for (const run of runsOn(day, hours, visitType, clock)) {
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

interface Run extends Span {
  /** Not when it begins at midnight, or has passed one already. */
  readonly mayPassMidnight: boolean;
}

/** The hours of one day, joined where they touch, the earliest first. */
function runsOn(day: string, hours: WorkingHours, visitType: VisitType, clock: WallClock): Run[] {
  const runs: Run[] = [];
  for (const hour of hoursOn(day, hours.templates, visitType)) {
    const start = clock.instantOf(hours.timeZone, day, hour.from);
    const end =
      hour.to === "24:00"
        ? clock.instantOf(hours.timeZone, dayAfter(day), "00:00")
        : clock.instantOf(hours.timeZone, day, hour.to);
    // The clock jumps over them.
    if (start >= end) continue;
    const previous = runs.at(-1);
    if (previous && previous.end >= start) runs[runs.length - 1] = { ...previous, end: Math.max(previous.end, end) };
    else runs.push({ start, end, mayPassMidnight: hour.from !== "00:00" });
  }
  return runs;
}

function hoursOn(day: string, templates: readonly WeeklyTemplate[], visitType: VisitType): WeeklyHours[] {
  const weekday = weekdays[weekdayOf(day)];
  return (templateOn(templates, day)?.weekly ?? [])
    .filter((hours) => hours.day === weekday && (hours.visitTypes === null || hours.visitTypes.includes(visitType)))
    .sort((one, other) => (one.from < other.from ? -1 : 1));
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
