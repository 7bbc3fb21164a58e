import { type DomainEvent, defineEvent, type EventDefinition, VisitType } from "@careconnect/kit";
import { z } from "zod";
import { price } from "../cancellation/cancellation.cost.ts";
import type { CancellationOutcome } from "../cancellation/cancellation.outcome.ts";
import { CancellationParty } from "../cancellation/cancellation.party.ts";
import type { AppointmentRow } from "./booking.entity.ts";
import { AppointmentStatus } from "./booking.status.ts";

/** Who meets whom, where, when and how; never what for. */
const facts = z.object({
  appointmentId: z.uuid(),
  patientId: z.uuid(),
  providerId: z.uuid(),
  locationId: z.uuid().nullable(),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  visitType: z.enum(VisitType),
  status: z.enum(AppointmentStatus),
});

const cancelled = facts.extend({
  cancellation: z
    .object({
      onBehalfOf: z.enum(CancellationParty),
      late: z.boolean().describe("later than it costs nothing"),
      fee: price.nullable().describe("what the patient is to pay; null for nothing"),
      waivedBy: z.uuid().nullable().describe("the user who waived a fee that was due"),
    })
    .nullable()
    .describe(
      "what came of it; null when nobody called it off: for what was imported, was not confirmed, or whose patient was erased",
    ),
});

const requested = facts.extend({
  prepayUntil: z.iso
    .datetime()
    .nullish()
    .describe("until when it is to be paid in advance; null or absent: it is not, and somebody confirms it"),
});

const moved = facts.extend({ previousStartsAt: z.iso.datetime().describe("when it was to start before") });

function appointmentEvent(type: string, description: string, payload: z.ZodObject = facts): EventDefinition {
  return defineEvent(type, 1, { aggregateType: "Appointment", description, payload });
}

export type AppointmentEventType =
  | "appointment.requested"
  | "appointment.booked"
  | "appointment.rescheduled"
  | "appointment.confirmed"
  | "appointment.checked_in"
  | "appointment.started"
  | "appointment.fulfilled"
  | "appointment.cancelled"
  | "appointment.no_show";

/** What others are told of appointments. An import tells of every change as of the status that the row has then. */
export const appointmentEvents: Readonly<Record<AppointmentEventType, EventDefinition>> = {
  "appointment.requested": appointmentEvent(
    "appointment.requested",
    "A visit was asked for; its time is held until it is paid or the hold expires.",
    requested,
  ),
  "appointment.booked": appointmentEvent("appointment.booked", "A visit was booked."),
  "appointment.rescheduled": appointmentEvent("appointment.rescheduled", "A visit was moved to another time.", moved),
  "appointment.confirmed": appointmentEvent("appointment.confirmed", "A booked visit was confirmed."),
  "appointment.checked_in": appointmentEvent("appointment.checked_in", "The patient has arrived."),
  "appointment.started": appointmentEvent("appointment.started", "The visit has begun."),
  "appointment.fulfilled": appointmentEvent("appointment.fulfilled", "The visit took place."),
  "appointment.cancelled": appointmentEvent(
    "appointment.cancelled",
    "A visit was called off; its time is free again.",
    cancelled,
  ),
  "appointment.no_show": appointmentEvent("appointment.no_show", "The patient did not come."),
};

/** The event that tells of an appointment's arrival in a status. */
const eventOf: Readonly<Record<AppointmentStatus, AppointmentEventType>> = {
  REQUESTED: "appointment.requested",
  BOOKED: "appointment.booked",
  CONFIRMED: "appointment.confirmed",
  CHECKED_IN: "appointment.checked_in",
  IN_PROGRESS: "appointment.started",
  FULFILLED: "appointment.fulfilled",
  CANCELLED: "appointment.cancelled",
  NO_SHOW: "appointment.no_show",
};

/** That an appointment came into the status it has. */
export const appointmentReached = (row: AppointmentRow, options: { readonly imported?: boolean } = {}): DomainEvent =>
  appointmentEvents[eventOf[row.status]].of(
    row,
    { ...factsOf(row), ...(row.status === AppointmentStatus.CANCELLED && { cancellation: null }) },
    options,
  );

/** What an event says more than what the appointment is now. */
export interface EventDetails {
  readonly previousStartsAt?: string;
  readonly prepayUntil?: string;
  /** Null: nobody called it off. */
  readonly cancellation?: CancellationOutcome | null;
}

/** That an appointment took a step. */
export const appointmentChanged = (
  type: AppointmentEventType,
  row: AppointmentRow,
  details: EventDetails = {},
): DomainEvent => appointmentEvents[type].of(row, { ...factsOf(row), ...details });

function factsOf(row: AppointmentRow): z.input<typeof facts> {
  return {
    appointmentId: row.id,
    patientId: row.patientId,
    providerId: row.providerId,
    locationId: row.locationId ?? null,
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    visitType: row.visitType,
    status: row.status,
  };
}
