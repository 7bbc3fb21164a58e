import { clinicRoles, type Reach, type Rule } from "@careconnect/kit";

/** The clinic's staff read every appointment of their organization; a patient reads their own. */
export const readAppointments: Rule = { action: "appointment.read", organization: clinicRoles, self: true };

/** The appointments within `reach`. */
export function appointmentsWithin(reach: Reach) {
  return reach.kind === "self" ? { patientId: reach.patientId } : {};
}

/** Whether a list of `patientId`'s appointments is within `reach`. */
export function reachesPatient(reach: Reach, patientId: string): boolean {
  return reach.kind === "organization" || reach.patientId === patientId;
}
