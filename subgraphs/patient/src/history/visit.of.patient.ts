import { CareVisit, type CommandUnit, knownUuid, notFound } from "@careconnect/kit";
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
