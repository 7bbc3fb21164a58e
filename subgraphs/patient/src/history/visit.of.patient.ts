import { CareVisit, type CommandUnit, careWindow, knownUuid, notFound } from "@careconnect/kit";
import { ofPatient } from "./history.commands.ts";

/** The id of a visit, if it is one of the patient, as far as visits are known here. */
export async function requireVisit(unit: CommandUnit, appointmentId: string, patientId: string): Promise<string> {
  const visit = await unit.em.findOne(CareVisit, {
    appointmentId: knownUuid(appointmentId),
    ...ofPatient(unit.em, patientId),
  });
  if (!visit) throw notFound("appointmentId");
  return visit.appointmentId;
}

/** The same of a visit with the provider, by which they care for the patient now. */
export async function requireVisitWith(
  unit: CommandUnit,
  appointmentId: string,
  patientId: string,
  providerId: string,
): Promise<string> {
  const { from, to } = careWindow(new Date());
  const visit = await unit.em.findOne(CareVisit, {
    appointmentId: knownUuid(appointmentId),
    ...ofPatient(unit.em, patientId),
    providerId,
    startsAt: { $gte: from, $lt: to },
    status: { $nin: ["CANCELLED", "NO_SHOW"] },
  });
  if (!visit) throw notFound("appointmentId");
  return visit.appointmentId;
}
