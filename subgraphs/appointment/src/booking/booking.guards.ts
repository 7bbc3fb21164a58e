import { careWindow, isOrganizationWide, notFound, patientsWithin, type Reach, type VisitType } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { careTables } from "../references/care.tables.ts";
import { findPatient, findProvider } from "../references/reference.reader.ts";
import { isOpenFor } from "../slots/opening.hours.ts";
import { createWallClock } from "../slots/wall.clock.ts";
import { AppointmentRow } from "./booking.entity.ts";
import {
  inThePast,
  outsideAvailability,
  outsideCare,
  patientArchived,
  providerInactive,
  slotTaken,
  tooEarly,
} from "./booking.errors.ts";
import { activeStatuses } from "./booking.status.ts";

/** A visit as it is to be. */
export interface PlannedVisit {
  readonly patientId: string;
  readonly providerId: string;
  readonly visitType: VisitType;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/**
 * Refuses a visit whose time is over or outside the provider's hours, and one with whom nothing can be booked.
 * @param fields where the caller named patient and provider
 * @throws CommandRefusal
 */
export async function requireOpenTime(
  em: EntityManager,
  visit: PlannedVisit,
  fields: { readonly patient: string; readonly provider: string },
): Promise<void> {
  const patient = await findPatient(em, visit.patientId);
  if (!patient) throw notFound(fields.patient);
  if (patient.archived) throw patientArchived(fields.patient);
  const provider = await findProvider(em, visit.providerId);
  if (!provider) throw notFound(fields.provider);
  if (!provider.active) throw providerInactive(fields.provider);
  if (visit.startsAt < new Date()) throw inThePast("startsAt");
  const span = { start: visit.startsAt.getTime(), end: visit.endsAt.getTime() };
  if (!isOpenFor(provider, span, visit.visitType, createWallClock())) throw outsideAvailability();
}

/**
 * Refuses a time that would bring the patient into a provider's care to a provider who does not care for them already:
 * neither that the visit is theirs nor that they were given access makes them decide who is in whose care.
 * @throws CommandRefusal
 */
export async function requireCare(em: EntityManager, reach: Reach, visit: PlannedVisit): Promise<void> {
  const { from, to } = careWindow(new Date());
  if (isOrganizationWide(reach) || visit.startsAt < from || visit.startsAt >= to) return;
  const care = reach.filter(({ relation }) => relation === "care");
  const cared = await patientsWithin(em, care, careTables, [visit.patientId]);
  if (!cared.has(visit.patientId)) throw outsideCare();
}

/**
 * Refuses the time of a visit that was overbooked, which the constraint of the table leaves aside. Runs while the
 * provider's calendar is locked.
 * @param itself the visit that is moved, whose own time is not in its way
 */
export async function requireNotOverbooked(em: EntityManager, visit: PlannedVisit, itself?: string): Promise<void> {
  const inTheWay = await em.count(AppointmentRow, {
    providerId: visit.providerId,
    overbooked: true,
    status: { $in: [...activeStatuses] },
    startsAt: { $lt: visit.endsAt },
    endsAt: { $gt: visit.startsAt },
    ...(itself !== undefined && { id: { $ne: itself } }),
  });
  if (inTheWay > 0) throw slotTaken();
}

/** Refuses what is no longer to be changed, because its time has come. */
export function requireNotBegun(visit: { readonly startsAt: Date }): void {
  if (visit.startsAt <= new Date()) throw inThePast("id");
}

/** How long before its time a visit may begin, in milliseconds. */
const earliness = 60 * 60_000;

/** Refuses to begin a visit of another day. */
export function requireDue(visit: { readonly startsAt: Date }): void {
  if (visit.startsAt.getTime() > Date.now() + earliness) throw tooEarly();
}
