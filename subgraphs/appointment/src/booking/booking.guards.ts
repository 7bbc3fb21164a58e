import { careWindow, notFound, patientsWithin, type Reach, type VisitType } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { careTables } from "../references/care.tables.ts";
import { type BookableProvider, findPatient, findProvider, findTimeZone } from "../references/reference.reader.ts";
import { isPatientElsewhere, isTakenAside } from "../slots/busy.query.ts";
import { isLicensedFor, isOpenFor } from "../slots/opening.hours.ts";
import { createWallClock } from "../slots/wall.clock.ts";
import { dayOf } from "../visit-rules/full.days.ts";
import { type BlockedTime, bookableFrom, type VisitRule } from "../visit-rules/visit.rule.ts";
import { WaitlistOfferRow } from "../waitlist/waitlist-offer.entity.ts";
import { AppointmentRow } from "./booking.entity.ts";
import {
  holdExpired,
  inThePast,
  notItsDay,
  outsideAvailability,
  outsideCare,
  patientArchived,
  patientBusy,
  providerFull,
  providerInactive,
  providerNotLicensed,
  slotTaken,
  tooEarly,
  tooFarAhead,
  tooSoon,
} from "./booking.errors.ts";
import { AppointmentStatus } from "./booking.status.ts";
import type { Actor } from "./transition.table.ts";

/** A visit as it is to be. */
export interface PlannedVisit extends BlockedTime {
  readonly patientId: string;
  readonly providerId: string;
  readonly visitType: VisitType;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/**
 * Refuses a patient or a provider with whom nothing can be booked. Answers with the provider.
 * @param fields where the caller named them
 * @throws CommandRefusal
 */
export async function requireBookable(
  em: EntityManager,
  visit: Pick<PlannedVisit, "patientId" | "providerId" | "visitType">,
  fields: { readonly patient: string; readonly provider: string },
): Promise<BookableProvider> {
  const patient = await findPatient(em, visit.patientId);
  if (!patient) throw notFound(fields.patient);
  if (patient.archived) throw patientArchived(fields.patient);
  const provider = await findProvider(em, visit.providerId, visit.visitType);
  if (!provider) throw notFound(fields.provider);
  if (!provider.active) throw providerInactive(fields.provider);
  return provider;
}

/** Refuses a day that no licence of the provider covers, as far as theirs are recorded. */
export function requireLicensed(
  provider: BookableProvider,
  { startsAt, endsAt }: Pick<PlannedVisit, "startsAt" | "endsAt">,
  field: string,
): void {
  const span = { start: startsAt.getTime(), end: endsAt.getTime() };
  if (!isLicensedFor(provider, span)) throw providerNotLicensed(field);
}

/**
 * Refuses a visit whose time is over or outside the provider's hours, and one with whom nothing can be booked. Answers
 * with the provider.
 * @param fields where the caller named patient, provider and start
 * @param otherTime what to do when the provider does not work then
 * @throws CommandRefusal
 */
export async function requireOpenTime(
  em: EntityManager,
  visit: PlannedVisit,
  fields: { readonly patient: string; readonly provider: string; readonly startsAt?: string },
  otherTime?: string,
): Promise<BookableProvider> {
  const provider = await requireBookable(em, visit, fields);
  const { startsAt = "startsAt" } = fields;
  if (visit.startsAt < new Date()) throw inThePast(startsAt);
  requireLicensed(provider, visit, startsAt);
  const span = { start: visit.startsAt.getTime(), end: visit.endsAt.getTime() };
  if (!isOpenFor(provider, span, visit.visitType, createWallClock())) {
    throw outsideAvailability(startsAt, otherTime);
  }
  return provider;
}

/**
 * Refuses a time that a patient books too late or too early. The clinic is bound by neither: it knows whom it has told to
 * come at once, or again in two years.
 * @throws CommandRefusal
 */
export function requireNotice(visit: PlannedVisit, rule: VisitRule, who: Actor): void {
  if (who === "clinic") return;
  const { earliest, latest } = bookableFrom(Date.now(), rule);
  if (visit.startsAt.getTime() < earliest) throw tooSoon(rule.minimumNoticeMinutes, earliest);
  if (visit.startsAt.getTime() > latest) throw tooFarAhead(rule.horizonDays, latest);
}

/**
 * Whether the provider has as many visits of this kind on that day of theirs as there may be, with those that are offered to
 * who waits. Runs while the provider's calendar is locked.
 * @param itself the visit that is moved, which is none more
 */
export async function isFull(
  em: EntityManager,
  visit: Omit<PlannedVisit, "patientId">,
  rule: VisitRule,
  { timeZone }: BookableProvider,
  itself?: string,
): Promise<boolean> {
  if (rule.maximumPerDay === null) return false;
  const { start, end } = dayOf(timeZone, visit.startsAt.getTime(), createWallClock());
  const { providerId, visitType } = visit;
  const onThatDay = { providerId, visitType, startsAt: { $gte: new Date(start), $lt: new Date(end) } };
  const others = await em.count(AppointmentRow, {
    ...onThatDay,
    status: { $nin: [AppointmentStatus.CANCELLED, AppointmentStatus.NO_SHOW] },
    ...(itself !== undefined && { id: { $ne: itself } }),
  });
  const offered = await em.count(WaitlistOfferRow, { ...onThatDay, outcome: null, expiresAt: { $gt: new Date() } });
  return others + offered >= rule.maximumPerDay;
}

/** {@link isFull}, as a refusal. */
export async function requireNotFull(...asked: Parameters<typeof isFull>): Promise<void> {
  if (await isFull(...asked)) throw providerFull();
}

/**
 * Refuses a time that would bring the patient into a provider's care to a provider who does not care for them already:
 * neither that the visit is theirs nor that they were given access makes them decide who is in whose care.
 * @throws CommandRefusal
 */
export async function requireCare(em: EntityManager, reach: Reach, visit: PlannedVisit): Promise<void> {
  const { from, to } = careWindow(new Date());
  const isOfOrganization = reach.some(({ relation }) => relation === "organization");
  if (isOfOrganization || visit.startsAt < from || visit.startsAt >= to) return;
  const care = reach.filter(({ relation }) => relation === "care");
  const cared = await patientsWithin(em, care, careTables, [visit.patientId]);
  if (!cared.has(visit.patientId)) throw outsideCare();
}

/**
 * Refuses what the constraint of the table leaves aside: the time of a visit that was overbooked, and what is held for
 * who waits. Runs while the provider's calendar is locked.
 * @param itself the visit that is moved, whose own time is not in its way
 */
export async function requireNotTaken(em: EntityManager, visit: PlannedVisit, itself?: string): Promise<void> {
  if (await isTakenAside(em, visit, itself)) throw slotTaken();
}

/**
 * Refuses a time at which another record of the patient has a visit, since records of one patient were merged. Runs while
 * the patient's calendar is locked.
 * @param itself the visit that is moved, whose own time is not in its way
 */
export async function requirePatientFree(
  em: EntityManager,
  visit: PlannedVisit & { readonly overbooked?: boolean },
  itself?: string,
): Promise<void> {
  if (await isPatientElsewhere(em, visit, itself)) throw patientBusy();
}

/** Refuses what is no longer to be changed, because its time has come. */
export function requireNotBegun(visit: { readonly startsAt: Date }): void {
  if (visit.startsAt <= new Date()) throw inThePast("id");
}

/** Whether its time is held still: the clock says it, whoever has noted it. */
export function isHeld({ holdExpiresAt }: { readonly holdExpiresAt?: Date | null | undefined }): boolean {
  return holdExpiresAt == null || holdExpiresAt > new Date();
}

/** Refuses what holds its time no more. */
export function requireHeld(visit: Parameters<typeof isHeld>[0]): void {
  if (!isHeld(visit)) throw holdExpired();
}

/** How long before its time a visit may begin, in milliseconds. */
const earliness = 60 * 60_000;

/** Refuses to begin a visit of another day. */
export function requireDue(visit: { readonly startsAt: Date }): void {
  if (visit.startsAt.getTime() > Date.now() + earliness) throw tooEarly();
}

/** Refuses to note that somebody has arrived for a visit of a day that is to come. */
export async function requireItsDay(
  em: EntityManager,
  visit: { readonly providerId: string; readonly startsAt: Date },
): Promise<void> {
  const from = arrivalFrom(visit.startsAt, await findTimeZone(em, visit.providerId));
  if (from.getTime() > Date.now()) throw notItsDay(from);
}

/** A night in which the clocks go back included. */
const longestDay = 25 * 60 * 60_000;

/**
 * From when on the patient of a visit can have arrived: from the beginning of its day on the wall of its provider, and when
 * it may begin in any case. Where the provider is not known yet, no day is that begins earlier anywhere.
 */
export function arrivalFrom(startsAt: Date, timeZone: string | undefined): Date {
  const start = startsAt.getTime();
  const dayBegins = timeZone === undefined ? start - longestDay : dayOf(timeZone, start, createWallClock()).start;
  return new Date(Math.min(dayBegins, start - earliness));
}
