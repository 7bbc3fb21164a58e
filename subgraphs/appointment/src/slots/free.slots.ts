import { VisitType } from "@careconnect/kit";
import { openingsFor, type Span, type WorkingHours } from "./opening.hours.ts";
import { visitMinutes } from "./visit.durations.ts";
import { createWallClock, type WallClock } from "./wall.clock.ts";

/** A provider's hours, and what is taken of them. */
export interface Schedule extends WorkingHours {
  readonly providerId: string;
  readonly busy: readonly Span[];
}

export interface FreeSlot extends Span {
  readonly providerId: string;
  readonly visitType: VisitType;
}

export interface SlotSearch {
  /** Slots lie wholly within it. */
  readonly window: Span;
  readonly visitTypes: readonly VisitType[];
  /** At most so many, the earliest. */
  readonly limit: number;
}

const firstStep = 60 * 60_000;

/**
 * The earliest free slots of several providers: by start, then by kind of visit, then by provider. Slots follow each
 * other from the beginning of an opening, by the time that passes: a day on which the clocks change has fewer or more.
 */
export function freeSlots(schedules: readonly Schedule[], search: SlotSearch): FreeSlot[] {
  const clock = createWallClock();
  const found: FreeSlot[] = [];
  // In steps that grow, so that the whole month of a hundred providers is not worked out for the first fifty slots.
  let step = firstStep;
  for (let start = search.window.start; start < search.window.end && found.length < search.limit; ) {
    const part = { start, end: Math.min(start + step, search.window.end) };
    found.push(...schedules.flatMap((schedule) => slotsWithin(schedule, part, search, clock)).sort(inOrder));
    start = part.end;
    step *= 2;
  }
  return found.slice(0, search.limit);
}

/** The free slots that start within `part`. */
function slotsWithin(schedule: Schedule, part: Span, search: SlotSearch, clock: WallClock): FreeSlot[] {
  return search.visitTypes.flatMap((visitType) => {
    const length = visitMinutes[visitType] * 60_000;
    const openings = openingsFor(schedule, visitType, part, clock);
    if (openings.length === 0) return [];
    const reach = { start: part.start, end: part.end + length };
    const busy = schedule.busy.filter((taken) => overlap(taken, reach));
    return openings
      .flatMap((opening) => gridOf(opening, part, length))
      .filter((span) => span.end <= search.window.end && !busy.some((taken) => overlap(taken, span)))
      .map((span) => ({ ...span, visitType, providerId: schedule.providerId }));
  });
}

/** The spans of `length` that follow each other through the opening, as far as they start within `part`. */
function gridOf(opening: Span, part: Span, length: number): Span[] {
  const spans: Span[] = [];
  const passed = Math.max(0, Math.ceil((part.start - opening.start) / length));
  for (
    let start = opening.start + passed * length;
    start < part.end && start + length <= opening.end;
    start += length
  ) {
    spans.push({ start, end: start + length });
  }
  return spans;
}

function overlap(one: Span, other: Span): boolean {
  return one.start < other.end && other.start < one.end;
}

const kinds = Object.values(VisitType);

function inOrder(one: FreeSlot, other: FreeSlot): number {
  return (
    one.start - other.start ||
    kinds.indexOf(one.visitType) - kinds.indexOf(other.visitType) ||
    (one.providerId < other.providerId ? -1 : 1)
  );
}
