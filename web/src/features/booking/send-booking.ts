import type { Client } from "@urql/core";
import {
  BookAppointmentDocument,
  BookAppointmentSeriesDocument,
  OverbookAppointmentDocument,
} from "../../graphql/graphql.ts";
import { type Outcome, sendCommand } from "../../lib/graphql/command.ts";
import type { Booking } from "./booking.schema.ts";
import { type Visits, visitsOutcome } from "./visits-outcome.ts";

/** Books one visit, also where its provider is taken, or all visits of a series. */
export async function sendBooking(client: Client, booking: Booking, idempotencyKey: string): Promise<Outcome<Visits>> {
  const { patient, slot, visitType, reason, series, overrideReason } = booking;
  const visit = {
    ...{ patientId: patient.id, providerId: slot.providerId, startsAt: slot.startsAt, visitType, idempotencyKey },
    ...(reason === undefined ? {} : { reason }),
  };
  if (overrideReason !== null) {
    const input = { ...visit, overrideReason };
    const outcome = await sendCommand(client, OverbookAppointmentDocument, input, (data) => data.overbookAppointment);
    return visitsOutcome(outcome, ({ appointment }) => (appointment === null ? [] : [appointment]));
  }
  if (series === null) {
    const outcome = await sendCommand(client, BookAppointmentDocument, visit, (data) => data.bookAppointment);
    return visitsOutcome(outcome, ({ appointment }) => (appointment === null ? [] : [appointment]));
  }
  const input = { ...visit, ...series };
  const outcome = await sendCommand(client, BookAppointmentSeriesDocument, input, (data) => data.bookAppointmentSeries);
  return visitsOutcome(outcome, ({ appointmentSeries }) => appointmentSeries?.appointments ?? []);
}
