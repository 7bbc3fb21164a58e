import { ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { AppointmentRow } from "./booking.entity.ts";
import type { AppointmentStatus } from "./booking.status.ts";
import { AppointmentChangeCause } from "./status-change.cause.ts";

/** A step of an appointment's history. Append-only: a row has no version, since it never changes. */
export const AppointmentStatusChangeRow = defineEntity({
  name: "AppointmentStatusChangeRow",
  tableName: "appointment_status_change",
  properties: {
    id: ownedRow.id,
    organizationId: ownedRow.organizationId,
    appointmentId: () => p.manyToOne(AppointmentRow).mapToPk().joinColumn("appointment_id"),
    // `from` and `to` are words of SQL itself: as columns they would have to be quoted everywhere.
    /** Null for the first. */
    from: p.text().fieldName("from_status").$type<AppointmentStatus | null>().nullable(),
    to: p.text().fieldName("to_status").$type<AppointmentStatus>(),
    /** Whoever runs the version before it was told tells none. */
    cause: p.text().$type<AppointmentChangeCause>().default(AppointmentChangeCause.UNRECORDED),
    changedAt: p.datetime(3),
    /** The user who did it, or the system. */
    actorId: p.uuid(),
    reason: sensitive(),
  },
  indexes: [
    { name: "appointment_status_change_history", properties: ["organizationId", "appointmentId", "changedAt", "id"] },
  ],
});

export type AppointmentStatusChangeRow = InferEntity<typeof AppointmentStatusChangeRow>;
