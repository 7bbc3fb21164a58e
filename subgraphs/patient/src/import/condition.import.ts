import {
  defineImport,
  importedId,
  isCalendarDay,
  outcomeOf,
  type RowOutcome,
  saveImportedRows,
} from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { z } from "zod";
import { ConditionRow } from "../condition/condition.entity.ts";
import { conditionRecorded } from "../condition/condition.events.ts";
import { PatientRow } from "../patient/patient.entity.ts";

/** How many one record has at most, whoever wrote them. */
const mostConditions = 2_000;

const day = z.string().refine(isCalendarDay, "must be a real day, YYYY-MM-DD");
const identifier = z.string().trim().min(1).max(200);

const conditionRow = z
  .strictObject({
    externalId: identifier,
    patientExternalId: identifier,
    encounterExternalId: identifier.optional(),
    system: z.url(),
    code: identifier,
    display: z.string().trim().min(1).max(500),
    onset: day.optional(),
    abatement: day.optional(),
  })
  .refine((row) => !row.onset || !row.abatement || row.onset <= row.abatement, {
    path: ["abatement"],
    message: "must not be before the onset",
  });

/** Conditions of patients that were imported before. What was corrected here, or is over since, stays as it is, but for its visit. */
export const conditionImport = defineImport<z.infer<typeof conditionRow>>({
  plural: "conditions",
  entityType: "Condition",
  schema: conditionRow,
  async save(unit, rows, context) {
    const { organizationId } = context.viewer;
    const patientIdOf = (row: (typeof rows)[number]) => importedId(organizationId, "patient", row.patientExternalId);
    const idOf = (row: (typeof rows)[number]) => importedId(organizationId, "condition", row.externalId);
    // Locked, in the same order for everybody, so that of two imports the second counts what the first added.
    const patients = await unit.em.find(
      PatientRow,
      { id: { $in: rows.map(patientIdOf) } },
      { fields: ["id"], orderBy: { id: "asc" }, lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    const known = new Set(patients.map(({ id }) => id));
    const counts = await unit.em.countBy(ConditionRow, "patientId", { where: { patientId: { $in: [...known] } } });
    const there = await unit.em.find(ConditionRow, { id: { $in: rows.map(idOf) } }, { fields: ["id"] });
    const added = new Set(there.map(({ id }) => id));
    const importable = rows.filter((row) => {
      const patientId = patientIdOf(row);
      if (!known.has(patientId) || added.has(idOf(row))) return known.has(patientId);
      const count = counts[patientId] ?? 0;
      if (count >= mostConditions) return false;
      counts[patientId] = count + 1;
      added.add(idOf(row));
      return true;
    });

    const saved = await saveImportedRows(
      unit,
      ConditionRow,
      importable.map((row) => ({
        id: idOf(row),
        externalId: row.externalId,
        patientId: patientIdOf(row),
        appointmentId: row.encounterExternalId
          ? importedId(organizationId, "appointment", row.encounterExternalId)
          : null,
        system: row.system,
        code: row.code,
        display: row.display,
        onset: row.onset ?? null,
        abatement: row.abatement ?? null,
      })),
      {
        changesOf: (condition, incoming) =>
          condition.changedHere ? { appointmentId: incoming.appointmentId } : incoming,
      },
    );
    const outcomes = new Map<(typeof rows)[number], RowOutcome>();
    for (const [index, entry] of saved.entries()) {
      const source = importable[index];
      if (source) outcomes.set(source, outcomeOf(entry));
      if (entry.outcome !== "unchanged") unit.emit(() => conditionRecorded(entry.row, { imported: true }));
    }
    return rows.map((row) => outcomes.get(row) ?? (known.has(patientIdOf(row)) ? noRoom : unknownPatient));
  },
});

const noRoom: RowOutcome = {
  code: "VALIDATION_FAILED",
  field: ["patientExternalId"],
  message: `the patient has ${mostConditions} conditions, which is as many as there can be`,
};

const unknownPatient: RowOutcome = {
  code: "NOT_FOUND",
  field: ["patientExternalId"],
  message: "the patient was not imported",
};
