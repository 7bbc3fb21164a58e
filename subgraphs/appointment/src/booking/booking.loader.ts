import { loaderById } from "@careconnect/kit";
import { AppointmentRow } from "./booking.entity.ts";
import { appointmentsWithin, readAppointments } from "./booking.policy.ts";

export const appointmentById = loaderById(AppointmentRow, {
  rule: readAppointments,
  entityType: "Appointment",
  within: appointmentsWithin,
});
