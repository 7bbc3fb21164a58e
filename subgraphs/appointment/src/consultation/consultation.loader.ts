import { assertMay, defineLoader, inOrderOf } from "@careconnect/kit";
import { ConsultationRow } from "./consultation.entity.ts";
import { consultationsWithin, readConsultations } from "./consultation.policy.ts";

/** Consultations by the id of their appointment, as far as the viewer may see them; null for the rest. */
export const consultationByAppointment = defineLoader<string, ConsultationRow>(async (context, appointmentIds) => {
  const reach = assertMay(context, readConsultations);
  const rows = await context.em
    .fork()
    .find(ConsultationRow, { $and: [{ appointmentId: { $in: [...appointmentIds] } }, consultationsWithin(reach)] });
  context.audit.read({ action: readConsultations.action, entityType: "Consultation", records: rows });
  return inOrderOf(appointmentIds, rows, ({ appointmentId }) => String(appointmentId));
});
