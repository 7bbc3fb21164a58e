import { clinicRoles, type Reach, type Rule, rowsWithin } from "@careconnect/kit";

/** The clinic's staff read every appointment of their organization; a patient reads their own. */
export const readAppointments: Rule = { action: "appointment.read", organization: clinicRoles, self: true };

/** The appointments within `reach`. */
export function appointmentsWithin(reach: Reach) {
  return rowsWithin(reach, { self: (patientId) => ({ patientId }) });
}
