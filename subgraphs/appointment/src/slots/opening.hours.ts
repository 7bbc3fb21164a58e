import type { VisitType } from "@careconnect/kit";
import { dayAfter, type WallClock, weekdayOf } from "./wall.clock.ts";
import { type WeeklyHours, type WeeklyTemplate, weekdays } from "./weekly.hours.ts";

/** A span of time, in epoch milliseconds, without its end. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A span in which a provider sees patients. */
export interface Opening extends Span {
  /** Null: all of them. */
  readonly visitTypes: readonly VisitType[] | null;
}

/** When a provider works, on the wall of their own zone. */
export interface WorkingHours {
  /** IANA name. */
  readonly timeZone: string;
  readonly templates: readonly WeeklyTemplate[];
}

/** The openings that have a part within `window`. Hours that cross midnight belong to the day on which they begin. */
export function openingsOf({ timeZone, templates }: WorkingHours, window: Span, clock: WallClock): Opening[] {
  return clock.daysAround(timeZone, window.start, window.end).flatMap((day) => {
    const weekday = weekdays[weekdayOf(day)];
    return (templateOn(templates, day)?.weekly ?? [])
      .filter((hours) => hours.day === weekday)
      .map((hours) => openingOn(day, hours, timeZone, clock))
      .filter(({ start, end }) => start < end && start < window.end && end > window.start);
  });
}

/** Whether a visit of this kind lies wholly within opening hours; hours that touch are one. */
export function isOpenFor(hours: WorkingHours, visit: Span, visitType: VisitType, clock: WallClock): boolean {
  let open = visit.start;
  const openings = openingsOf(hours, visit, clock)
    .filter((opening) => admits(opening, visitType))
    .sort((one, other) => one.start - other.start);
  for (const { start, end } of openings) if (start <= open && end > open) open = end;
  return open >= visit.end;
}

export function admits(opening: Opening, visitType: VisitType): boolean {
  return opening.visitTypes === null || opening.visitTypes.includes(visitType);
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

function openingOn(day: string, hours: WeeklyHours, timeZone: string, clock: WallClock): Opening {
  const lastDay = hours.to <= hours.from || hours.to === "24:00" ? dayAfter(day) : day;
  return {
    start: clock.instantOf(timeZone, day, hours.from),
    end: clock.instantOf(timeZone, lastDay, hours.to === "24:00" ? "00:00" : hours.to),
    visitTypes: hours.visitTypes,
  };
}
