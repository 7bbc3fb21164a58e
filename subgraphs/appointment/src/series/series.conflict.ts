import type { CommandRefusal, UserError } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { AppointmentRow } from "../booking/booking.entity.ts";
import {
  inThePast,
  outsideAvailability,
  patientBusy,
  providerFull,
  providerNotLicensed,
  slotTaken,
} from "../booking/booking.errors.ts";
import type { PlannedVisit } from "../booking/booking.guards.ts";
import type { BookableProvider } from "../references/reference.reader.ts";
import { blockedSpan, busySpans } from "../slots/busy.query.ts";
import { isLicensedFor, isOpenFor, type Span } from "../slots/opening.hours.ts";
import { createWallClock } from "../slots/wall.clock.ts";
import { dayOf } from "../visit-rules/full.days.ts";
import type { VisitRule } from "../visit-rules/visit.rule.ts";

/** Whose visits they are, and what holds for them. */
export interface SeriesOf {
  readonly patientId: string;
  readonly provider: BookableProvider;
  readonly rule: VisitRule;
}

/** A visit as it is to be. */
export interface Placed {
  readonly visit: PlannedVisit;
  /** The visit that is moved there; undefined for a new one. */
  readonly moved: AppointmentRow | undefined;
}

/** Whether it is there already. */
export function stays<There extends Placed>(placed: There): placed is There & { readonly moved: AppointmentRow } {
  return placed.moved?.startsAt.getTime() === placed.visit.startsAt.getTime();
}

/**
 * Why each of these visits cannot be, in their order; null for those that can, and for those that stay where they are,
 * whatever is beside them. What is taken is asked once for all of them; they are in each other's way, too.
 */
export async function conflictsOf(
  em: EntityManager,
  { patientId, provider, rule }: SeriesOf,
  places: readonly Placed[],
): Promise<(UserError | null)[]> {
  const going = places.filter((placed) => !stays(placed));
  const [first] = going;
  if (!first) return places.map(() => null);
  const { providerId } = provider;
  const { visitType } = first.visit;
  const calendars = {
    ...{ providerIds: [providerId], patientId },
    limited: rule.maximumPerDay === null ? [] : [visitType],
    leaving: going.flatMap(({ moved }) => moved?.id ?? []),
  };
  const busy = await busySpans(em, calendars, around(going.map(({ visit }) => blockedSpan(visit))));
  const ofProvider = [...busy.ofProvider(providerId)];
  const ofPatient = [...busy.ofPatient];
  const starts = [...busy.starts(providerId, visitType)];
  const clock = createWallClock();

  const whyNot = (visit: PlannedVisit): CommandRefusal | null => {
    const span = spanOf(visit);
    if (span.start < Date.now()) return inThePast("startsAt");
    if (!isLicensedFor(provider, span)) return providerNotLicensed("startsAt");
    if (!isOpenFor(provider, span, visit.visitType, clock)) return outsideAvailability("startsAt");
    if (ofProvider.some((taken) => overlap(taken, blockedSpan(visit)))) return slotTaken();
    if (ofPatient.some((taken) => overlap(taken, span))) return patientBusy();
    const day = dayOf(provider.timeZone, span.start, clock);
    const others = starts.filter((start) => start >= day.start && start < day.end).length;
    return rule.maximumPerDay !== null && others >= rule.maximumPerDay ? providerFull() : null;
  };
  return places.map((placed) => {
    if (stays(placed)) return null;
    const { visit } = placed;
    const refusal = whyNot(visit);
    if (refusal) return refusal.userErrors[0] ?? null;
    ofProvider.push(blockedSpan(visit));
    ofPatient.push(spanOf(visit));
    starts.push(visit.startsAt.getTime());
    return null;
  });
}

function spanOf({ startsAt, endsAt }: { readonly startsAt: Date; readonly endsAt: Date }): Span {
  return { start: startsAt.getTime(), end: endsAt.getTime() };
}

function around(spans: readonly Span[]): Span {
  return { start: Math.min(...spans.map(({ start }) => start)), end: Math.max(...spans.map(({ end }) => end)) };
}

function overlap(one: Span, other: Span): boolean {
  return one.start < other.end && other.start < one.end;
}
