import { VisitType } from "@careconnect/kit";
import { admits, type Opening, openingsOf, type Span, type WorkingHours } from "./opening.hours.ts";
import { visitMinutes } from "./visit.durations.ts";
import { createWallClock } from "./wall.clock.ts";

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
const longestStep = 24 * 60 * 60_000;

/**
 * The earliest free slots of several providers: by start, then by kind of visit, then by provider. Slots follow each
 * other from the beginning of an opening, by the time that passes: a day on which the clocks change has fewer or more.
 */
export function freeSlots(schedules: readonly Schedule[], search: SlotSearch): FreeSlot[] {
  const clock = createWallClock();
  const found: FreeSlot[] = [];
  // Step by step, so that the whole month of a hundred providers is not worked out for the first fifty slots.
  let step = firstStep;
  for (let start = search.window.start; start < search.window.end && found.length < search.limit; ) {
    const end = Math.min(start + step, search.window.end);
    const slots = schedules.flatMap((schedule) => {
      const openings = openingsOf(schedule, { start, end }, clock);
      return slotsWithin(schedule, openings, { start, end }, search);
    });
    found.push(...slots.sort(inOrder));
    start = end;
    step = Math.min(step * 2, longestStep);
  }
  return found.slice(0, search.limit);
}

/** The free slots that start within `part`. */
function slotsWithin(schedule: Schedule, openings: readonly Opening[], part: Span, search: SlotSearch): FreeSlot[] {
  if (openings.length === 0) return [];
  const longest = Math.max(...search.visitTypes.map(lengthOf));
  const busy = schedule.busy.filter((span) => span.start < part.end + longest && span.end > part.start);
  // Openings may overlap, and a slot is offered once.
  const slots = new Map<string, FreeSlot>();
  for (const opening of openings) {
    for (const visitType of search.visitTypes) {
      if (!admits(opening, visitType)) continue;
      for (const span of gridOf(opening, part, lengthOf(visitType))) {
        if (span.end > search.window.end || busy.some((taken) => overlap(taken, span))) continue;
        slots.set(`${visitType} ${span.start}`, { ...span, visitType, providerId: schedule.providerId });
      }
    }
  }
  return [...slots.values()];
}

/** The spans of `length` that follow each other through the opening, as far as they start within `part`. */
function gridOf(opening: Opening, part: Span, length: number): Span[] {
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

function lengthOf(visitType: VisitType): number {
  return visitMinutes[visitType] * 60_000;
}

const kinds = Object.values(VisitType);

function inOrder(one: FreeSlot, other: FreeSlot): number {
  return (
    one.start - other.start ||
    kinds.indexOf(one.visitType) - kinds.indexOf(other.visitType) ||
    (one.providerId < other.providerId ? -1 : 1)
  );
}
