import { by, clinicRoles, type Reach, type Rule, rowsWithin } from "@careconnect/kit";
import { careTables } from "../references/care.tables.ts";

/** The clinic's staff read every appointment of their organization; a patient reads their own. */
export const readAppointments: Rule = {
  action: "appointment.read",
  may: { ...by("organization", ...clinicRoles), PATIENT: "self" },
};

/** The clinic books for everybody, a patient for themselves. When a patient may change a visit is in the transition table. */
export const bookAppointments: Rule = {
  action: "appointment.book",
  may: { ...by("organization", ...clinicRoles), PATIENT: "self" },
};

export const rescheduleAppointments: Rule = {
  action: "appointment.reschedule",
  may: { ...by("organization", ...clinicRoles), PATIENT: "self" },
};

export const cancelAppointments: Rule = {
  action: "appointment.cancel",
  may: { ...by("organization", ...clinicRoles), PATIENT: "self" },
};

/** That a visit stands is the clinic's word. */
export const confirmAppointments: Rule = {
  action: "appointment.confirm",
  may: by("organization", ...clinicRoles),
};

/** Who is there, the clinic sees. */
export const checkInAppointments: Rule = {
  action: "appointment.check_in",
  may: by("organization", ...clinicRoles),
};

/** The appointments within `reach`. */
export function appointmentsWithin(reach: Reach) {
  return rowsWithin(reach, { patient: "patientId", provider: "providerId", care: careTables });
}
