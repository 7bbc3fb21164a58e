import {
  anyRecordOf,
  boundOrganization,
  type CommandUnit,
  currentPatientOf,
  defineCommand,
  invalid,
  knownUuid,
  notFound,
  type Reach,
  requireStanding,
  requireVersion,
  VisitType,
} from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { z } from "zod";
import { addVisit, reaches } from "../booking/booking.addition.ts";
import { bookingConflictsById, inThePast, patientArchived, providerInactive } from "../booking/booking.errors.ts";
import { type PlannedVisit, requireOpenTime, requirePatientFree } from "../booking/booking.guards.ts";
import { lockCalendars, lockPatient } from "../booking/calendar.lock.ts";
import { findActiveProviders, findPatient, findProvider } from "../references/reference.reader.ts";
import { minute } from "../visit-rules/visit.rule.ts";
import { visitRules } from "../visit-rules/visit-rules.service.ts";
import { freeSlot } from "./freed.slots.ts";
import {
  alreadyWaiting,
  notWaiting,
  offerOver,
  unknownSpecialty,
  waitlistConflicts,
  waitlistLimit,
} from "./waitlist.errors.ts";
import { waitlistAccepted, waitlistJoined, waitlistLeft } from "./waitlist.events.ts";
import { acceptWaitlistOffers, joinWaitlists, leaveWaitlists, waitlistWithin } from "./waitlist.policy.ts";
import { WaitlistStatus, waitingStatuses } from "./waitlist.status.ts";
import { WaitlistEntryRow } from "./waitlist-entry.entity.ts";
import { WaitlistOfferRow } from "./waitlist-offer.entity.ts";

const id = z.string().transform(knownUuid);
const day = 24 * 60 * 60_000;
const longestWait = 366 * day;
/** For how many times one patient waits at most. */
const mostEntries = 10;

const wish = z
  .object({
    patientId: id,
    providerId: id.nullish(),
    specialty: z.string().trim().min(1, "must not be empty").max(100, "must have 100 characters at most").nullish(),
    visitType: z.enum(VisitType),
    from: z.date(),
    until: z.date(),
  })
  .refine(({ providerId, specialty }) => (providerId == null) !== (specialty == null), {
    path: ["providerId"],
    message: "Name a provider or a specialty, and not both.",
  })
  .refine(({ from, until }) => until > from, { path: ["until"], message: "must be after `from`" })
  .refine(({ until }) => until.getTime() < Date.now() + longestWait, {
    path: ["until"],
    message: "must be within a year from now",
  });

export const joinWaitlist = defineCommand({
  name: "joinWaitlist",
  rule: joinWaitlists,
  entityType: "WaitlistEntry",
  conflicts: waitlistConflicts,
  schema: wish,
  async run(unit, body, _context, reach) {
    const { providerId = null, specialty = null, visitType, from, until } = body;
    if (!(await reaches(unit.em, reach, body.patientId))) throw notFound("patientId");
    const patientId = await currentPatientOf(unit.em, body.patientId);
    await requireWaitable(unit, { patientId, providerId, specialty, visitType });
    if (until <= new Date()) throw inThePast("until");
    const { durationMinutes } = (await visitRules(unit.em))[visitType];
    if (until.getTime() - Math.max(from.getTime(), Date.now()) < durationMinutes * minute) {
      throw invalid(["until"], `must leave time for the visit, which lasts ${durationMinutes} minutes`);
    }
    // Of two who join at once, the second counts what the first left.
    await lockPatient(unit.em, patientId);
    await requireStanding(unit.em, body.patientId, patientId);
    const anyRecord = { patientId: anyRecordOf(boundOrganization(unit.em), [patientId]) };
    const open = await unit.em.count(WaitlistEntryRow, { ...anyRecord, status: { $in: [...waitingStatuses] } });
    if (open >= mostEntries) throw waitlistLimit(mostEntries);
    const same = { ...anyRecord, providerId, specialty, visitType, from: { $lt: until }, until: { $gt: from } };
    const kept = await unit.em.findOne(
      WaitlistEntryRow,
      { ...same, status: { $in: [...waitingStatuses] } },
      { orderBy: { from: "asc", id: "asc" } },
    );
    if (kept) throw alreadyWaiting(kept);
    const row = unit.em.create(WaitlistEntryRow, { patientId, providerId, specialty, visitType, from, until } as never);
    unit.emit(() => waitlistJoined(row));
    unit.touch(row.id, patientId);
    return row.id;
  },
});

async function requireWaitable(
  { em }: CommandUnit,
  wanted: Pick<z.output<typeof wish>, "patientId" | "providerId" | "specialty" | "visitType">,
): Promise<void> {
  const patient = await findPatient(em, wanted.patientId);
  if (!patient) throw notFound("patientId");
  if (patient.archived) throw patientArchived("patientId");
  if (wanted.providerId != null) {
    const provider = await findProvider(em, wanted.providerId, wanted.visitType);
    if (!provider) throw notFound("providerId");
    if (!provider.active) throw providerInactive("providerId");
  }
  if (
    wanted.specialty != null &&
    (await findActiveProviders(em, { specialty: wanted.specialty }, [wanted.visitType])).length === 0
  ) {
    throw unknownSpecialty();
  }
}

export const leaveWaitlist = defineCommand({
  name: "leaveWaitlist",
  rule: leaveWaitlists,
  entityType: "WaitlistEntry",
  schema: z.object({ id, expectedVersion: z.int().nullish() }),
  async run(unit, body, _context, reach) {
    // Offers before entries, as everybody locks them.
    const offers = await unit.em.find(
      WaitlistOfferRow,
      { $and: [{ entryId: body.id, outcome: null }, waitlistWithin(reach)] },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    const entry = await lockEntry(unit, body.id, reach);
    requireVersion(entry, body.expectedVersion ?? undefined);
    if (!(waitingStatuses as readonly WaitlistStatus[]).includes(entry.status)) throw notWaiting(entry.status);
    entry.status = WaitlistStatus.LEFT;
    for (const offer of offers) {
      offer.outcome = "WITHDRAWN";
      freeSlot(unit.em, offer);
    }
    unit.emit(() => waitlistLeft(entry));
    return entry.id;
  },
});

export const acceptWaitlistOffer = defineCommand({
  name: "acceptWaitlistOffer",
  rule: acceptWaitlistOffers,
  entityType: "WaitlistEntry",
  conflicts: bookingConflictsById,
  schema: z.object({ id }),
  async run(unit, body, context, reach) {
    const within = { $and: [{ id: body.id }, waitlistWithin(reach)] };
    const offered = await unit.em.findOne(WaitlistOfferRow, within);
    if (!offered) throw notFound("id");
    unit.touch(String(offered.entryId), offered.patientId);
    requireOpen(offered);
    const planned = plannedVisit(offered);
    await requireOpenTime(unit.em, planned, { patient: "id", provider: "id", startsAt: "id" });
    // Calendars before offers, offers before entries: so does whoever offers.
    await lockCalendars(unit.em, context.correlationId, planned);
    const offer = await unit.em.findOneOrFail(WaitlistOfferRow, within, {
      lockMode: LockMode.PESSIMISTIC_WRITE,
      refresh: true,
    });
    requireOpen(offer);
    const entry = await lockEntry(unit, String(offer.entryId), reach);
    await requirePatientFree(unit.em, planned);
    // Who was overbooked into this time meanwhile is seen beside: it was held first.
    const visit = await addVisit("bookAppointment", unit, context, reach, { ...planned, overbooked: false });
    unit.em.assign(offer, { outcome: "ACCEPTED" });
    unit.em.assign(entry, { status: WaitlistStatus.BOOKED, appointmentId: visit.id });
    unit.emit(() => waitlistAccepted(entry, offer.id, visit.id));
    return entry.id;
  },
});

async function lockEntry({ em }: CommandUnit, id: string, reach: Reach): Promise<WaitlistEntryRow> {
  const row = await em.findOne(
    WaitlistEntryRow,
    { $and: [{ id }, waitlistWithin(reach)] },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  if (!row) throw notFound("id");
  return row;
}

/** Whether it is over, the clock says, whoever has noted it. */
function requireOpen(offer: WaitlistOfferRow): void {
  if (offer.outcome != null || offer.expiresAt <= new Date()) throw offerOver();
}

/** The visit that was offered: what was decided about this kind of visit since does not change it. */
function plannedVisit(offer: WaitlistOfferRow): PlannedVisit {
  const { patientId, providerId, visitType, startsAt, endsAt, blockedFrom = null, blockedUntil = null } = offer;
  return { patientId, providerId, visitType, startsAt, endsAt, blockedFrom, blockedUntil };
}
