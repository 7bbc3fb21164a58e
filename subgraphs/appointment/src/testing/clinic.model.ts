import type { VisitType } from "@careconnect/kit";
import { AppointmentStatus, activeStatuses, awaitedStatuses } from "../booking/booking.status.ts";
import { standardRules } from "../visit-rules/visit.rule.ts";
import { WaitlistStatus, waitingStatuses } from "../waitlist/waitlist.status.ts";

const { REQUESTED, BOOKED, CONFIRMED, CHECKED_IN, CANCELLED, NO_SHOW } = AppointmentStatus;
const { WAITING, OFFERED, LEFT } = WaitlistStatus;
export const minute = 60_000;
export const day = 24 * 60 * minute;

/** When everybody of the model works, on each day: its first day's hours in milliseconds. */
export interface Hours {
  readonly opens: number;
  readonly closes: number;
}

/** A visit as it is to be; times in milliseconds. */
export interface Planned {
  readonly patientId: string;
  readonly providerId: string;
  readonly visitType: VisitType;
  readonly start: number;
  readonly end: number;
}

export interface Visit extends Planned {
  readonly status: AppointmentStatus;
  /** It was held and is no more, whether or not that was noted. */
  readonly expired?: boolean;
  readonly series?: { readonly id: string; readonly slot: number };
}

export interface Entry {
  readonly patientId: string;
  readonly providerId: string;
  readonly visitType: VisitType;
  readonly from: number;
  readonly until: number;
  readonly status: WaitlistStatus;
  readonly offer: { readonly start: number; readonly end: number } | null;
  /** Which times were offered already. */
  readonly offered: readonly number[];
}

/** What a change of a series does to one place of its rule. */
export interface Place {
  readonly slot: number;
  readonly planned: Planned;
  /** The visit that is moved there; undefined for a new one. */
  readonly moved: string | undefined;
}

const most = 10;

const steps = {
  confirmAppointment: { from: [REQUESTED, BOOKED], to: CONFIRMED },
  checkInAppointment: { from: [BOOKED, CONFIRMED, NO_SHOW], to: CHECKED_IN },
  cancelAppointment: { from: [REQUESTED, BOOKED, CONFIRMED, CHECKED_IN], to: CANCELLED },
} as const satisfies Record<string, { from: readonly AppointmentStatus[]; to: AppointmentStatus }>;

export type StepName = keyof typeof steps;

/** What the rules of visits, holds, series and the waitlist say, kept as simple as they can be told. */
export class Clinic {
  readonly visits = new Map<string, Visit>();
  readonly entries = new Map<string, Entry>();
  /** Which times became free, and were not offered yet. */
  private freed: { readonly providerId: string; readonly start: number }[] = [];
  /** Which holds have expired, in this order. */
  private expired: string[] = [];

  constructor(private readonly hours: Hours) {}

  /** The same clinic, to try out what comes of something. */
  copy(): Clinic {
    const copy = new Clinic(this.hours);
    for (const [id, visit] of this.visits) copy.visits.set(id, visit);
    for (const [id, entry] of this.entries) copy.entries.set(id, entry);
    return copy;
  }

  /** Why this visit cannot be; `done` when it can. */
  whyNot(visit: Planned, options: { readonly without?: readonly string[]; readonly overbooks?: boolean } = {}): string {
    if (!this.isOpen(visit)) return "OUTSIDE_AVAILABILITY";
    const inTheWay = this.activeVisits(options.without).filter((other) => overlap(other, visit));
    const takesProvider = [...inTheWay, ...this.offers().filter((offer) => overlap(offer, visit))].some(
      ({ providerId }) => providerId === visit.providerId,
    );
    if (takesProvider && !options.overbooks) return "SLOT_TAKEN";
    return inTheWay.some(({ patientId }) => patientId === visit.patientId) ? "PATIENT_BUSY" : "done";
  }

  /** Of a visit that is to be moved; where it is it may stay, whatever is beside it. */
  whyNotMoved(id: string, start: number): string {
    const visit = this.visit(id);
    if (visit.expired) return "HOLD_EXPIRED";
    if (visit.status !== BOOKED && visit.status !== CONFIRMED) return "ILLEGAL_TRANSITION";
    return start === visit.start ? "done" : this.whyNot(movedTo(visit, start), { without: [id] });
  }

  move(id: string, start: number): void {
    const visit = this.visit(id);
    if (start === visit.start) return;
    this.visits.set(id, movedTo(visit, start));
    this.free(visit);
  }

  whyNotStep(name: StepName, id: string): string {
    const { status, expired = false } = this.visit(id);
    if (expired) return "HOLD_EXPIRED";
    if (!(steps[name].from as readonly string[]).includes(status)) return "ILLEGAL_TRANSITION";
    if (name === "checkInAppointment" && this.isToCome(id)) return "NOT_ITS_DAY";
    return "done";
  }

  takeStep(name: StepName, id: string): void {
    const visit = this.visit(id);
    this.visits.set(id, { ...visit, status: steps[name].to });
    if (name === "cancelAppointment") this.free(visit);
  }

  /** The time is over for which a visit is held. */
  expire(id: string): void {
    this.visits.set(id, { ...this.visit(id), expired: true });
    this.expired.push(id);
  }

  /** Whoever takes a time of somebody's notes what has expired of theirs. */
  noteExpired(of?: { readonly patientId: string; readonly providerId: string }): void {
    for (const id of this.expired) {
      const visit = this.visit(id);
      if (of && visit.patientId !== of.patientId && visit.providerId !== of.providerId) continue;
      this.visits.set(id, { ...visit, status: CANCELLED });
      this.expired = this.expired.filter((other) => other !== id);
      this.free(visit);
    }
  }

  /** A visit's time came, which was another one, and passed; nobody has noted anything. */
  pass(id: string, time: { readonly start: number; readonly end: number }): void {
    this.visits.set(id, { ...this.visit(id), ...time });
  }

  /** Nobody came to a visit, which was at another time. */
  miss(id: string, time: { readonly start: number; readonly end: number }): void {
    this.visits.set(id, { ...this.visit(id), ...time, status: NO_SHOW });
  }

  /** The visits of the series from this one on, in the order of the rule. */
  following(id: string): readonly (readonly [string, Visit])[] {
    const { series } = this.visit(id);
    return [...this.visits]
      .filter(([, visit]) => series !== undefined && visit.series?.id === series.id)
      .toSorted(([, one], [, other]) => (one.series?.slot ?? 0) - (other.series?.slot ?? 0))
      .filter(([, visit]) => (visit.series?.slot ?? 0) >= (series?.slot ?? 0));
  }

  /** What a new series would be, or the visits from `existing` on if it is that one. */
  placesOf(first: Planned, count: number, existing: readonly (readonly [string, Visit])[] = []): Place[] {
    return Array.from({ length: count }, (_, index): Place[] => {
      const slot = first.start + index * day;
      const position = existing[index];
      if (!position) return [{ slot, planned: movedTo(first, slot), moved: undefined }];
      const [id, visit] = position;
      const isMovable = isAwaited(visit) && visit.start === visit.series?.slot;
      return isMovable ? [{ slot, planned: movedTo(visit, slot), moved: id }] : [];
    }).flat();
  }

  /** Why these cannot be; the first reason counts. They are in each other's way as well; where one is it may stay. */
  whyNotPlaces(places: readonly Place[]): string {
    const going = places.filter(
      ({ moved, planned }) => moved === undefined || this.visit(moved).start !== planned.start,
    );
    const trial = this.copy();
    for (const { moved } of going) if (moved !== undefined) trial.visits.delete(moved);
    let reason = "done";
    for (const [index, { planned }] of going.entries()) {
      const outcome = trial.whyNot(planned);
      if (outcome === "done") trial.visits.set(`place ${index}`, { ...planned, status: BOOKED });
      else if (reason === "done") reason = outcome;
    }
    return reason;
  }

  /** Whether anything of a series is to come that could be changed. */
  hasToCome(visits: readonly (readonly [string, Visit])[]): boolean {
    return visits.some(([id, visit]) => isAwaited(visit) && this.isToCome(id));
  }

  /** What is booked here lies in the days of the model, and they are to come. */
  isToCome(id: string): boolean {
    return this.visit(id).start >= this.hours.opens;
  }

  whyNotJoin(wish: Pick<Entry, "patientId" | "providerId" | "visitType" | "from" | "until">): string {
    const open = [...this.entries.values()].filter((entry) => entry.patientId === wish.patientId && isWaiting(entry));
    if (open.length >= most) return "WAITLIST_LIMIT";
    const isSame = (entry: Entry) =>
      entry.providerId === wish.providerId &&
      entry.visitType === wish.visitType &&
      overlap({ start: entry.from, end: entry.until }, { start: wish.from, end: wish.until });
    return open.some(isSame) ? "ALREADY_WAITING" : "done";
  }

  leave(id: string): string {
    const entry = this.entry(id);
    if (!isWaiting(entry)) return "ILLEGAL_TRANSITION";
    this.entries.set(id, { ...entry, status: LEFT, offer: null });
    if (entry.offer) this.free({ providerId: entry.providerId, ...entry.offer });
    return "done";
  }

  /** The visit that an entry is offered. */
  offeredVisit(id: string): Planned | undefined {
    const { patientId, providerId, visitType, offer } = this.entry(id);
    return offer === null ? undefined : { patientId, providerId, visitType, ...offer };
  }

  whyNotAccept(offered: Planned): string {
    const isBusy = this.activeVisits().some(
      (visit) => visit.patientId === offered.patientId && overlap(visit, offered),
    );
    return isBusy ? "PATIENT_BUSY" : "done";
  }

  accept(id: string): void {
    this.entries.set(id, { ...this.entry(id), status: WaitlistStatus.BOOKED, offer: null });
  }

  /** What happens by itself: each time that became free goes to whoever has waited longest of those whom it fits. */
  advance(): void {
    this.noteExpired();
    for (const { providerId, start } of this.freed) {
      const first = [...this.entries].find(([, entry]) => this.fits(entry, providerId, start));
      if (!first) continue;
      const [id, entry] = first;
      const offer = { start, end: start + lengthOf(entry.visitType) };
      this.entries.set(id, { ...entry, status: OFFERED, offer, offered: [...entry.offered, start] });
    }
    this.freed = [];
  }

  private fits(entry: Entry, providerId: string, start: number): boolean {
    const visit = { ...entry, start, end: start + lengthOf(entry.visitType) };
    if (entry.status !== WAITING || entry.providerId !== providerId || entry.offered.includes(start)) return false;
    if (entry.from > visit.start || entry.until < visit.end) return false;
    const isHeldElsewhere = this.offers().some((offer) => offer.patientId === entry.patientId && overlap(offer, visit));
    return !isHeldElsewhere && this.whyNot(visit) === "done";
  }

  private isOpen({ start, end }: Planned): boolean {
    const days = Math.floor((start - this.hours.opens) / day) * day;
    return days >= 0 && start >= this.hours.opens + days && end <= this.hours.closes + days;
  }

  private activeVisits(without: readonly string[] = []): Visit[] {
    return [...this.visits].flatMap(([id, visit]) => (isActive(visit) && !without.includes(id) ? [visit] : []));
  }

  private offers(): Planned[] {
    return [...this.entries.keys()].flatMap((id) => this.offeredVisit(id) ?? []);
  }

  private free({ providerId, start }: { readonly providerId: string; readonly start: number }): void {
    this.freed.push({ providerId, start });
  }

  visit(id: string): Visit {
    const visit = this.visits.get(id);
    if (!visit) throw new Error("There is no such visit.");
    return visit;
  }

  entry(id: string): Entry {
    const entry = this.entries.get(id);
    if (!entry) throw new Error("There is no such entry.");
    return entry;
  }
}

export function lengthOf(visitType: VisitType): number {
  return standardRules[visitType].durationMinutes * minute;
}

export function isAwaited({ status }: Visit): boolean {
  return (awaitedStatuses as readonly string[]).includes(status);
}

function isActive({ status, expired = false }: Visit): boolean {
  return !expired && (activeStatuses as readonly string[]).includes(status);
}

function isWaiting({ status }: Entry): boolean {
  return (waitingStatuses as readonly string[]).includes(status);
}

function movedTo<Moved extends Planned>(visit: Moved, start: number): Moved {
  return { ...visit, start, end: start + visit.end - visit.start };
}

interface Time {
  readonly start: number;
  readonly end: number;
}

function overlap(one: Time, other: Time): boolean {
  return one.start < other.end && other.start < one.end;
}
