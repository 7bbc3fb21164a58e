import { assertMay, knownUuid, type RequestContext, reachOf } from "@careconnect/kit";
import type { AppointmentRow } from "../booking/booking.entity.ts";
import { appointmentById } from "../booking/booking.loader.ts";
import { readAppointments } from "../booking/booking.policy.ts";
import { readAppointment } from "../booking/booking.service.ts";
import { type ConsultationState, consultationByAppointment } from "./consultation.loader.ts";
import { readConsultations } from "./consultation.policy.ts";

/** The consultation of one appointment; null when it has none or the viewer may not see it. */
export async function readConsultation(
  context: RequestContext,
  appointmentId: string,
): Promise<ConsultationState | null> {
  assertMay(context, readConsultations);
  return consultationByAppointment(context).load(knownUuid(appointmentId));
}

/** {@link readConsultation} as a field of an appointment that the viewer sees: null for who may see no consultations. */
export async function readConsultationOf(
  context: RequestContext,
  appointmentId: string,
): Promise<ConsultationState | null> {
  if (reachOf(context.viewer, readConsultations).length === 0) return null;
  return consultationByAppointment(context).load(appointmentId);
}

/** The visit of a consultation that the viewer sees: null for an application that was let see what was found alone. */
export async function readVisitOf(
  context: RequestContext,
  { appointmentId }: ConsultationState,
): Promise<AppointmentRow | null> {
  if (reachOf(context.viewer, readAppointments).length === 0) return null;
  return readAppointment(context, String(appointmentId));
}

/** {@link readConsultation} after a change: what the request has read of it before is forgotten. */
export async function rereadConsultation(
  context: RequestContext,
  appointmentId: string,
): Promise<ConsultationState | null> {
  consultationByAppointment(context).clear(appointmentId);
  appointmentById(context).clear(appointmentId);
  return readConsultation(context, appointmentId);
}
