import { assertMay, defineLoader, groupedInOrderOf } from "@careconnect/kit";
import { readAppointments } from "./booking.policy.ts";
import { AppointmentStatusChangeRow } from "./status-change.entity.ts";

/**
 * The histories of appointments that the viewer was given, the first step first: whoever sees one sees how it came about.
 * Whose they are, and so the audit entry, is known to whoever asks.
 */
export const statusChangesByAppointment = defineLoader<string, AppointmentStatusChangeRow[]>(
  async (context, appointmentIds) => {
    assertMay(context, readAppointments);
    const rows = await context.em
      .fork()
      .find(
        AppointmentStatusChangeRow,
        { appointmentId: { $in: [...appointmentIds] } },
        { orderBy: [{ changedAt: "asc" }, { id: "asc" }] },
      );
    return groupedInOrderOf(appointmentIds, rows, ({ appointmentId }) => String(appointmentId));
  },
);
