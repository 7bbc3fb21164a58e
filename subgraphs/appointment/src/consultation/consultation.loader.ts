import { assertMay, defineLoader, derivedUuid, inOrderOf, VisitType } from "@careconnect/kit";
import { AppointmentRow } from "../booking/booking.entity.ts";
import { meetingStatuses } from "../room/room.hours.ts";
import { ConsultationRow } from "./consultation.entity.ts";
import { consultationsWithin, readConsultations } from "./consultation.policy.ts";

type Summary = Pick<ConsultationRow, "complaint" | "findings" | "assessment" | "plan" | "prescriptions">;

/** A consultation, or what is known of one before it starts. */
export interface ConsultationState extends Summary, Pick<ConsultationRow, "id" | "patientId" | "completedAt"> {
  readonly appointmentId: unknown;
  readonly startedAt: Date | null;
}

const nothingYet: Summary & Pick<ConsultationState, "startedAt" | "completedAt"> = {
  startedAt: null,
  completedAt: null,
  complaint: null,
  findings: null,
  assessment: null,
  plan: null,
  prescriptions: null,
};

/**
 * Consultations by the id of their appointment, as far as the viewer may see them; null for the rest. A visit by video has
 * one before it starts: that is where one comes in.
 */
export const consultationByAppointment = defineLoader<string, ConsultationState>(async (context, appointmentIds) => {
  const reach = assertMay(context, readConsultations);
  const em = context.em.fork();
  const within = consultationsWithin(reach);
  const rows = await em.find(ConsultationRow, { $and: [{ appointmentId: { $in: [...appointmentIds] } }, within] });
  const begun = new Set(rows.map(({ appointmentId }) => String(appointmentId)));
  const others = appointmentIds.filter((id) => !begun.has(id));
  const toCome =
    others.length === 0
      ? []
      : await em.find(AppointmentRow, {
          $and: [{ id: { $in: others }, visitType: VisitType.VIDEO, status: { $in: [...meetingStatuses] } }, within],
        });
  const states: ConsultationState[] = [...rows, ...toCome.map(beforeStart)];
  context.audit.read({ action: readConsultations.action, entityType: "Consultation", records: states });
  return inOrderOf(appointmentIds, states, ({ appointmentId }) => String(appointmentId));
});

/** A visit has one consultation, whose id is known before it starts. */
export function consultationIdOf({ id, organizationId }: Pick<AppointmentRow, "id" | "organizationId">): string {
  return derivedUuid(`consultation:${id}`, organizationId);
}

function beforeStart(visit: AppointmentRow): ConsultationState {
  return { id: consultationIdOf(visit), appointmentId: visit.id, patientId: visit.patientId, ...nothingYet };
}
