import type { CommandRefusal, UserError } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { AppointmentRow } from "../booking/booking.entity.ts";
import { inThePast, outsideAvailability, patientBusy, providerFull, slotTaken } from "../booking/booking.errors.ts";
import type { PlannedVisit } from "../booking/booking.guards.ts";
import type { BookableProvider } from "../references/reference.reader.ts";
import { blockedSpan, busySpans } from "../slots/busy.query.ts";
import { isOpenFor, type Span } from "../slots/opening.hours.ts";
import { createWallClock } from "../slots/wall.clock.ts";
import { dayOf } from "../visit-rules/full.days.ts";
import type { VisitRule } from "../visit-rules/visit.rule.ts";

/** Whose visits they are, and what holds for them. */
export interface SeriesOf {
  readonly patientId: string;
  readonly provider: BookableProvider;
  readonly rule: VisitRule;
}

/**
 * Why each of these visits cannot be, in their order; null for those that can. What is taken is asked once for all of
 * them; they are in each other's way, too.
 * @param leaving visits that leave their time to be among these
 */
export async function conflictsOf(
  em: EntityManager,
  { patientId, provider, rule }: SeriesOf,
  visits: readonly PlannedVisit[],
  leaving: readonly AppointmentRow[],
): Promise<(UserError | null)[]> {
  const [first] = visits;
  if (!first) return [];
  const { providerId } = provider;
  const window = around(visits.map(blockedSpan));
  const limited = rule.maximumPerDay === null ? [] : [first.visitType];
  const busy = await busySpans(em, { providerIds: [providerId], patientId, limited }, window);
  const ofProvider = without(busy.ofProvider(providerId), leaving.map(spanBlockedBy));
  const ofPatient = without(busy.ofPatient, leaving.map(spanOf));
  const left = new Set(leaving.map(({ startsAt }) => startsAt.getTime()));
  const starts = busy.starts(providerId, first.visitType).filter((start) => !left.has(start));
  const clock = createWallClock();

  const whyNot = (visit: PlannedVisit): CommandRefusal | null => {
    const span = spanOf(visit);
    if (span.start < Date.now()) return inThePast("startsAt");
    if (!isOpenFor(provider, span, visit.visitType, clock)) return outsideAvailability("startsAt");
    if (ofProvider.some((taken) => overlap(taken, blockedSpan(visit)))) return slotTaken();
    if (ofPatient.some((taken) => overlap(taken, span))) return patientBusy();
    const day = dayOf(provider.timeZone, span.start, clock);
    const others = starts.filter((start) => start >= day.start && start < day.end).length;
    return rule.maximumPerDay !== null && others >= rule.maximumPerDay ? providerFull() : null;
  };
  return visits.map((visit) => {
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

function spanBlockedBy({ startsAt, endsAt, blockedFrom = null, blockedUntil = null }: AppointmentRow): Span {
  return blockedSpan({ startsAt, endsAt, blockedFrom, blockedUntil });
}

function around(spans: readonly Span[]): Span {
  return { start: Math.min(...spans.map(({ start }) => start)), end: Math.max(...spans.map(({ end }) => end)) };
}

function without(spans: readonly Span[], taken: readonly Span[]): Span[] {
  const keys = new Set(taken.map(({ start, end }) => `${start} ${end}`));
  return spans.filter(({ start, end }) => !keys.has(`${start} ${end}`));
}

function overlap(one: Span, other: Span): boolean {
  return one.start < other.end && other.start < one.end;
}
