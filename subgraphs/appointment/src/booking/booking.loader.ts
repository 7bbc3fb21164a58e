import { assertMay, defineLoader, inOrderOf } from "@careconnect/kit";
import { AppointmentRow } from "./booking.entity.ts";
import { appointmentsWithin, readAppointments } from "./booking.policy.ts";

/** Appointments by id, as far as the viewer may see them; null for the rest. */
export const appointmentById = defineLoader<string, AppointmentRow>(async (context, ids) => {
  const reach = assertMay(context, readAppointments);
  const rows = await context.em
    .fork()
    .find(AppointmentRow, { $and: [{ id: { $in: [...ids] } }, appointmentsWithin(reach)] });
  context.audit.read({
    action: readAppointments.action,
    entityType: "Appointment",
    records: rows,
  });
  return inOrderOf(ids, rows, ({ id }) => id);
});
