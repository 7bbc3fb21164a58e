import { ownedRow } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { AppointmentRow } from "../booking/booking.entity.ts";

/** A time at which a patient is still to be reminded of a visit; once they were, there is no row any more. */
export const ReminderRow = defineEntity({
  name: "ReminderRow",
  tableName: "appointment_reminder",
  properties: {
    organizationId: ownedRow.organizationId,
    appointmentId: () => p.manyToOne(AppointmentRow).mapToPk().joinColumn("appointment_id").primary(),
    dueAt: p.datetime(3).primary(),
  },
  // What is due is looked for all the time, in every organization.
  indexes: [{ name: "appointment_reminder_due", properties: ["dueAt"] }],
});

export type ReminderRow = InferEntity<typeof ReminderRow>;
