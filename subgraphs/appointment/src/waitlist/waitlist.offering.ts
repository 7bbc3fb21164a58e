import { type UnitOfWork, VisitType } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { isFull, type PlannedVisit } from "../booking/booking.guards.ts";
import { lockProvider } from "../booking/calendar.lock.ts";
import { type BookableProvider, findActiveProviders } from "../references/reference.reader.ts";
import { blockedSpan, busySpans } from "../slots/busy.query.ts";
import { isOpenFor, type Span } from "../slots/opening.hours.ts";
import { createWallClock } from "../slots/wall.clock.ts";
import { blockedTime, bookableFrom, minute } from "../visit-rules/visit.rule.ts";
import { visitRules } from "../visit-rules/visit-rules.service.ts";
import { firstWhomItFits, fitsAnybody } from "./offer.query.ts";
import { waitlistExpired, waitlistOffered } from "./waitlist.events.ts";
import { WaitlistStatus } from "./waitlist.status.ts";
import { WaitlistEntryRow } from "./waitlist-entry.entity.ts";
import { WaitlistOfferRow } from "./waitlist-offer.entity.ts";

/** How long an offer is held, and how long before its time at the latest it is made, in milliseconds. */
const heldFor = 60 * minute;
const shortest = 10 * minute;

interface FreeTime {
  readonly providerId: string;
  readonly startsAt: Date;
}

/**
 * Offers a time that became free, if it is free still, to whoever has waited longest of those whom it fits.
 * @returns whether it is to be looked at again: it fits somebody, and somebody else works on their entry
 */
export async function offerTime(unit: UnitOfWork, time: FreeTime): Promise<boolean> {
  const now = Date.now();
  if (time.startsAt.getTime() < now + shortest) return false;
  await lockProvider(unit.em, time.providerId);
  await releaseExpired(unit, time.providerId);
  const [provider] = await findActiveProviders(unit.em, { providerId: time.providerId }, Object.values(VisitType));
  if (!provider) return false;
  const visits = await possibleVisits(unit.em, time, provider, now);
  if (visits.length === 0) return false;
  const { specialties } = provider;
  const openTime = { ...time, specialties, ends: visits };
  const entryId = await firstWhomItFits(unit.em, openTime);
  if (entryId === undefined) return fitsAnybody(unit.em, openTime);
  const entry = await unit.em.findOneOrFail(WaitlistEntryRow, { id: entryId });
  const visit = visits.find(({ visitType }) => visitType === entry.visitType);
  if (!visit) return false;
  const offer = unit.em.create(WaitlistOfferRow, {
    ...visit,
    ...{ entryId, patientId: entry.patientId, outcome: null },
    expiresAt: new Date(Math.min(now + heldFor, time.startsAt.getTime())),
  } as never);
  entry.status = WaitlistStatus.OFFERED;
  unit.emit(() => waitlistOffered(entry, offer));
  unit.touch(entry.id);
  return false;
}

/** What was held of the provider's time and is no more: nobody may have noted it yet, and its constraint knows no clock. */
async function releaseExpired(unit: UnitOfWork, providerId: string): Promise<void> {
  const expired = { providerId, outcome: null, expiresAt: { $lte: new Date() } };
  const offers = await unit.em.find(WaitlistOfferRow, expired, { lockMode: LockMode.PESSIMISTIC_WRITE });
  await noteExpired(unit, offers);
  await unit.em.flush();
}

/** Whoever did not take these offers keeps their place for another time. */
export async function noteExpired(unit: UnitOfWork, offers: readonly WaitlistOfferRow[]): Promise<void> {
  const entries = await unit.em.find(
    WaitlistEntryRow,
    { id: { $in: offers.map(({ entryId }) => String(entryId)) } },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  const entryById = new Map(entries.map((entry) => [entry.id, entry]));
  for (const offer of offers) {
    offer.outcome = "EXPIRED";
    const entry = entryById.get(String(offer.entryId));
    if (!entry) continue;
    entry.status = WaitlistStatus.WAITING;
    unit.emit(() => waitlistExpired(entry, offer.id));
    unit.touch(entry.id);
  }
}

type PossibleVisit = Omit<PlannedVisit, "patientId">;

/** The visits that a patient could book now at that time, one of each kind; their patient's time is not looked at. */
async function possibleVisits(
  em: EntityManager,
  { providerId, startsAt }: FreeTime,
  provider: BookableProvider,
  now: number,
): Promise<PossibleVisit[]> {
  const rules = await visitRules(em);
  const clock = createWallClock();
  const start = startsAt.getTime();
  const visits = Object.values(VisitType).flatMap((visitType) => {
    const rule = rules[visitType];
    const endsAt = new Date(start + rule.durationMinutes * minute);
    const { earliest, latest } = bookableFrom(now, rule);
    const bookable = start >= earliest && start <= latest;
    if (!bookable || !isOpenFor(provider, { start, end: endsAt.getTime() }, visitType, clock)) return [];
    return [{ providerId, visitType, startsAt, endsAt, ...blockedTime({ startsAt, endsAt }, rule) }];
  });
  const spans = visits.map(blockedSpan);
  const window = {
    start: Math.min(...spans.map((span) => span.start)),
    end: Math.max(...spans.map((span) => span.end)),
  };
  const busy = visits.length === 0 ? [] : await takenWithin(em, providerId, window);
  const free = visits.filter((visit) => !busy.some((taken) => overlap(taken, blockedSpan(visit))));
  const possible: PossibleVisit[] = [];
  for (const visit of free) if (!(await isFull(em, visit, rules[visit.visitType], provider))) possible.push(visit);
  return possible;
}

async function takenWithin(em: EntityManager, providerId: string, window: Span): Promise<readonly Span[]> {
  return (await busySpans(em, { providerIds: [providerId], patientId: undefined }, window)).ofProvider(providerId);
}

function overlap(one: Span, other: Span): boolean {
  return one.start < other.end && other.start < one.end;
}
