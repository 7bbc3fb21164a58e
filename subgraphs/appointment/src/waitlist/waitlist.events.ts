import { type DomainEvent, defineEvent, type EventDefinition } from "@careconnect/kit";
import { z } from "zod";
import type { WaitlistEntryRow } from "./waitlist-entry.entity.ts";

const who = { waitlistEntryId: z.uuid(), patientId: z.uuid() };

function waitlistEvent<Payload extends z.ZodObject>(
  type: string,
  description: string,
  payload: Payload,
): EventDefinition<Payload> {
  return defineEvent(type, 1, { aggregateType: "WaitlistEntry", description, payload });
}

const joined = waitlistEvent("waitlist.joined", "Somebody waits for a time that suits them.", z.object(who));
const left = waitlistEvent("waitlist.left", "Somebody does not wait any more.", z.object(who));
const offered = waitlistEvent(
  "waitlist.offered",
  "A time that became free is held for somebody who waits.",
  z.object({ ...who, offerId: z.uuid(), providerId: z.uuid() }),
);
const accepted = waitlistEvent(
  "waitlist.accepted",
  "Somebody took what they were offered; the visit is booked.",
  z.object({ ...who, offerId: z.uuid(), appointmentId: z.uuid() }),
);
const expired = waitlistEvent(
  "waitlist.expired",
  "An offer was not taken in time, and its time is held no more; without an offer: the time in which they wanted to come is over.",
  z.object({ ...who, offerId: z.uuid().nullable() }),
);

/** What others are told of those who wait: ids alone. */
export const waitlistEvents: readonly EventDefinition[] = [joined, left, offered, accepted, expired];

export const waitlistJoined = (row: WaitlistEntryRow): DomainEvent => joined.of(row, whoOf(row));

export const waitlistLeft = (row: WaitlistEntryRow): DomainEvent => left.of(row, whoOf(row));

export const waitlistOffered = (
  row: WaitlistEntryRow,
  offer: { readonly id: string; readonly providerId: string },
): DomainEvent => offered.of(row, { ...whoOf(row), offerId: offer.id, providerId: offer.providerId });

export const waitlistAccepted = (row: WaitlistEntryRow, offerId: string, appointmentId: string): DomainEvent =>
  accepted.of(row, { ...whoOf(row), offerId, appointmentId });

export const waitlistExpired = (row: WaitlistEntryRow, offerId: string | null): DomainEvent =>
  expired.of(row, { ...whoOf(row), offerId });

function whoOf(row: WaitlistEntryRow) {
  return { waitlistEntryId: row.id, patientId: row.patientId };
}
