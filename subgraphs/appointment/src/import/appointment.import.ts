import { defineImport, importedId, outcomeOf, saveImportedRows, type UnitOfWork, VisitType } from "@careconnect/kit";
import { z } from "zod";
import { AppointmentRow } from "../booking/booking.entity.ts";
import { appointmentReached } from "../booking/booking.events.ts";
import { AppointmentStatus } from "../booking/booking.status.ts";
import { AppointmentChangeCause } from "../booking/status-change.cause.ts";
import { recordStatusChange } from "../booking/status-change.service.ts";
import { outcomeColumns } from "../cancellation/cancellation.outcome.ts";
import { dropReminders } from "../reminders/reminder.schedule.ts";

const identifier = z.string().trim().min(1).max(100);
const instant = z.iso
  .datetime("must be an instant in UTC, e.g. 2026-11-20T09:30:00Z")
  .transform((text) => new Date(text));
const text = z.string().trim().min(1).max(1_000);

const appointmentRow = z
  .strictObject({
    externalId: identifier,
    patientExternalId: identifier,
    providerExternalId: identifier,
    locationExternalId: identifier.optional(),
    startsAt: instant,
    endsAt: instant,
    visitType: z.enum(VisitType),
    status: z.enum(AppointmentStatus),
    reason: text.optional(),
    statusReason: text.optional(),
  })
  .refine((row) => row.startsAt < row.endsAt, { path: ["endsAt"], message: "must be after the start" });

/**
 * Appointments of a source system, in any status. History is taken as it was: visits that are over may overlap and last
 * for days; an active one that takes time that is taken is a CONFLICT.
 * Patients, providers and locations are named by the ids that their own imports give them, whether or not those ran yet.
 */
export const appointmentImport = defineImport<z.infer<typeof appointmentRow>>({
  plural: "appointments",
  entityType: "Appointment",
  schema: appointmentRow,
  async save(unit, rows, context) {
    const { organizationId } = context.viewer;
    const idOf = (row: (typeof rows)[number]) => importedId(organizationId, "appointment", row.externalId);
    const statusBefore = await statusesOf(unit, rows.map(idOf));

    const saved = await saveImportedRows(
      unit,
      AppointmentRow,
      rows.map((row) => ({
        id: idOf(row),
        externalId: row.externalId,
        patientId: importedId(organizationId, "patient", row.patientExternalId),
        providerId: importedId(organizationId, "provider", row.providerExternalId),
        locationId: row.locationExternalId ? importedId(organizationId, "location", row.locationExternalId) : null,
        startsAt: row.startsAt,
        endsAt: row.endsAt,
        // What a visit keeps free around it, an import does not say.
        blockedFrom: null,
        blockedUntil: null,
        visitType: row.visitType,
        status: row.status,
        // What the clinic called off and its source has standing, nobody has called off.
        ...(row.status !== AppointmentStatus.CANCELLED && outcomeColumns(null)),
        reason: row.reason ?? null,
      })),
    );
    // Of what its source changes, its source reminds.
    const changed = saved.filter(({ outcome }) => outcome !== "unchanged");
    await dropReminders(unit.em, ...changed.map(({ row }) => row.id));
    for (const [index, { row, outcome }] of saved.entries()) {
      if (outcome === "unchanged") continue;
      unit.emit(() => appointmentReached(row, { imported: true }));
      const from = statusBefore.get(row.id) ?? null;
      const reason = rows[index]?.statusReason ?? null;
      const cause = AppointmentChangeCause.IMPORTED;
      if (row.status !== from) recordStatusChange(unit, context, row, { from, cause, reason });
    }
    return saved.map(outcomeOf);
  },
});

/** The statuses that known appointments have before the import changes them. */
async function statusesOf(unit: UnitOfWork, ids: string[]): Promise<Map<string, AppointmentStatus>> {
  const rows = await unit.em.find(AppointmentRow, { id: { $in: ids } });
  return new Map(rows.map(({ id, status }) => [id, status]));
}
