import { VisitType } from "@careconnect/kit";
import { bookableFrom, minute, type VisitRule, type VisitRules } from "../visit-rules/visit.rule.ts";
import { openingsFor, type Span, type WorkingHours } from "./opening.hours.ts";
import { createWallClock, type WallClock } from "./wall.clock.ts";

/** A provider's hours, and what is taken of them. */
export interface Schedule extends WorkingHours {
  readonly providerId: string;
  /** With what visits keep free before and after them. */
  readonly busy: readonly Span[];
  /** The days on which there are as many visits of a kind as there may be. */
  readonly full?: Readonly<Partial<Record<VisitType, readonly Span[]>>>;
}

export interface FreeSlot extends Span {
  readonly providerId: string;
  readonly visitType: VisitType;
}

export interface SlotSearch {
  /** Slots lie wholly within it. */
  readonly window: Span;
  readonly visitTypes: readonly VisitType[];
  readonly rules: VisitRules;
  /** When the patient is busy who is to be seen. */
  readonly patientBusy?: readonly Span[];
  /** For whom notice and horizon are binding: as of this instant, in epoch milliseconds. */
  readonly boundAt?: number | undefined;
}

/**
 * The `limit` earliest free slots of several providers: by start, then by kind of visit, then by provider. Slots follow each
 * other from the beginning of an opening, by the time that passes: a day on which the clocks change has fewer or more.
 * Between two of them is what a visit keeps free, so that each can be had when the one before it is taken.
 */
export function freeSlots(
  schedules: readonly Schedule[],
  { limit, ...search }: SlotSearch & { readonly limit: number },
): FreeSlot[] {
  const clock = createWallClock();
  const found: FreeSlot[] = [];
  for (const part of partsOf(search.window)) {
    found.push(...slotsInOrder(schedules, part, search, clock));
    if (found.length >= limit) break;
  }
  return found.slice(0, limit);
}

/** The providers, `limit` at most, who are free the earliest, with the earliest slots of each, `each` at most. */
export function providersByFirstSlot(
  schedules: readonly Schedule[],
  { limit, each, ...search }: SlotSearch & { readonly limit: number; readonly each: number },
): { readonly providerId: string; readonly slots: readonly FreeSlot[] }[] {
  const clock = createWallClock();
  const found = new Map<string, FreeSlot[]>();
  const isWanted = ({ providerId }: Pick<Schedule, "providerId">) => {
    const slots = found.get(providerId);
    return slots === undefined ? found.size < limit : slots.length < each;
  };
  let wanted = schedules;
  for (const part of partsOf(search.window)) {
    for (const slot of slotsInOrder(wanted, part, search, clock)) {
      if (isWanted(slot)) found.set(slot.providerId, [...(found.get(slot.providerId) ?? []), slot]);
    }
    wanted = wanted.filter(isWanted);
    if (wanted.length === 0) break;
  }
  return [...found].map(([providerId, slots]) => ({ providerId, slots }));
}

const firstStep = 60 * 60_000;

/** The window in steps that grow, so that the month of a hundred providers is not worked out for the first fifty slots. */
function* partsOf(window: Span): Generator<Span> {
  let step = firstStep;
  for (let { start } = window; start < window.end; step *= 2) {
    const end = Math.min(start + step, window.end);
    yield { start, end };
    start = end;
  }
}

function slotsInOrder(schedules: readonly Schedule[], part: Span, search: SlotSearch, clock: WallClock): FreeSlot[] {
  return schedules.flatMap((schedule) => slotsWithin(schedule, part, search, clock)).sort(inOrder);
}

/** The free slots that start within `part`. */
function slotsWithin(schedule: Schedule, part: Span, search: SlotSearch, clock: WallClock): FreeSlot[] {
  return search.visitTypes.flatMap((visitType) => {
    const rule = search.rules[visitType];
    const starts = withinReach(part, rule, search.boundAt);
    if (starts.start >= starts.end) return [];
    const openings = openingsFor(schedule, visitType, starts, clock);
    if (openings.length === 0) return [];
    const length = rule.durationMinutes * minute;
    const before = rule.bufferBeforeMinutes * minute;
    const after = rule.bufferAfterMinutes * minute;
    const reach = { start: starts.start - before, end: starts.end + length + after };
    const busy = schedule.busy.filter((taken) => overlap(taken, reach));
    const patientBusy = search.patientBusy?.filter((taken) => overlap(taken, reach)) ?? [];
    const full = schedule.full?.[visitType] ?? [];
    return openings
      .flatMap((opening) => gridOf(opening, starts, length, before + length + after))
      .filter(
        ({ start, end }) =>
          end <= search.window.end &&
          !busy.some((taken) => overlap(taken, { start: start - before, end: end + after })) &&
          !patientBusy.some((taken) => overlap(taken, { start, end })) &&
          !full.some((day) => day.start <= start && start < day.end),
      )
      .map((span) => ({ ...span, visitType, providerId: schedule.providerId }));
  });
}

/** What of `part` can be booked, where notice and horizon are binding. */
function withinReach(part: Span, rule: VisitRule, boundAt: number | undefined): Span {
  if (boundAt === undefined) return part;
  const { earliest, latest } = bookableFrom(boundAt, rule);
  return { start: Math.max(part.start, earliest), end: Math.min(part.end, latest + 1) };
}

/** The spans of `length` that begin every `step` through the opening, as far as they start within `starts`. */
function gridOf(opening: Span, starts: Span, length: number, step: number): Span[] {
  const spans: Span[] = [];
  const passed = Math.max(0, Math.ceil((starts.start - opening.start) / step));
  for (let start = opening.start + passed * step; start < starts.end && start + length <= opening.end; start += step) {
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
