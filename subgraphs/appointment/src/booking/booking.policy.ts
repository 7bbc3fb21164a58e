import { appointmentScopes, by, organizationRoles, type Reach, Role, type Rule, rowsWithin } from "@careconnect/kit";
import { careTables } from "../references/care.tables.ts";
import type { AppointmentFilter } from "./booking.type.ts";

/**
 * Administration and nurses read every appointment of their organization, a provider their own and those of patients in
 * their care, access given or taken in an emergency included, a patient their own.
 */
export const readAppointments: Rule = {
  action: "appointment.read",
  may: {
    ...by("organization", ...organizationRoles),
    PROVIDER: ["own", "care", "grant", "breakGlass"],
    PATIENT: "self",
  },
  subjectTo: ["consent", "location"],
  delegated: appointmentScopes,
};

/**
 * A provider books for those in their care: a visit would put anybody into it, and would make of access that was given
 * for an hour one for months. A patient books for themselves.
 */
export const bookAppointments: Rule = {
  action: "appointment.book",
  may: { ...by("organization", ...organizationRoles), PROVIDER: "care", PATIENT: "self" },
  subjectTo: ["consent", "location"],
  delegated: ["appointments.write"],
};

/** A time is held for whoever thinks about it on the telephone; it is the clinic's to hold. Otherwise as {@link bookAppointments}. */
export const holdAppointments: Rule = {
  action: "appointment.hold",
  may: { ...by("organization", ...organizationRoles), PROVIDER: "care" },
  subjectTo: ["consent", "location"],
};

/** That a provider sees two patients at once, the front desk decides. */
export const overbookAppointments: Rule = {
  action: "appointment.overbook",
  may: by("organization", Role.ADMIN, Role.STAFF),
  subjectTo: ["consent", "location"],
};

/** What an emergency opens is to be read, not to be changed. When a patient may, is in the table of transitions. */
export const rescheduleAppointments: Rule = {
  action: "appointment.reschedule",
  may: { ...by("organization", ...organizationRoles), PROVIDER: ["own", "care", "grant"], PATIENT: "self" },
  subjectTo: ["consent", "location"],
  delegated: ["appointments.write"],
};

/** As with {@link rescheduleAppointments}. */
export const cancelAppointments: Rule = {
  action: "appointment.cancel",
  may: { ...by("organization", ...organizationRoles), PROVIDER: ["own", "care", "grant"], PATIENT: "self" },
  subjectTo: ["consent", "location"],
  delegated: ["appointments.write"],
};

/** That a visit stands is the clinic's word. */
export const confirmAppointments: Rule = {
  action: "appointment.confirm",
  may: { ...by("organization", ...organizationRoles), PROVIDER: ["own", "care", "grant"] },
  subjectTo: ["consent", "location"],
};

/** Who is there, the clinic sees. */
export const checkInAppointments: Rule = {
  action: "appointment.check_in",
  may: { ...by("organization", ...organizationRoles), PROVIDER: ["own", "care", "grant"] },
  subjectTo: ["consent", "location"],
};

/**
 * How far a search by whose visits they are, or by what else a patient has, reaches: a provider's own visit outlasts their
 * knowing whose it is, and finding it so would tell.
 */
export function reachOfSearch(reach: Reach, filter: AppointmentFilter | null | undefined): Reach {
  const tells = filter?.patientId != null || filter?.overlapping;
  return tells ? reach.filter(({ relation }) => relation !== "own") : reach;
}

/** The appointments within `reach`. */
export function appointmentsWithin(reach: Reach) {
  return rowsWithin(reach, { patient: "patientId", provider: "providerId", care: careTables });
}
