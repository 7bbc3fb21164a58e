import { type DomainEvent, defineEvent, restrictionTypes } from "@careconnect/kit";
import { z } from "zod";
import type { PatientRestrictionRow } from "./patient-restriction.entity.ts";

const facts = z.object({
  restrictionId: z.uuid(),
  patientId: z.uuid(),
  patientIds: z.array(z.uuid()).min(1).describe("of all records of the patient"),
});

export const patientRestrictedEvent = defineEvent(restrictionTypes.begun, 1, {
  aggregateType: "PatientRestriction",
  description:
    "A patient's record is kept and not used: administration alone sees it, and nothing about them is changed.",
  payload: facts,
});

export const restrictionLiftedEvent = defineEvent(restrictionTypes.lifted, 1, {
  aggregateType: "PatientRestriction",
  description: "A patient's record is used again.",
  payload: facts,
});

/** What of a restriction is told. */
type ToldRestriction = Pick<PatientRestrictionRow, "id" | "version" | "patientId" | "patientIds">;

export const patientRestricted = (row: ToldRestriction): DomainEvent => patientRestrictedEvent.of(row, factsOf(row));

export const restrictionLifted = (row: ToldRestriction): DomainEvent => restrictionLiftedEvent.of(row, factsOf(row));

function factsOf({ id, patientId, patientIds }: ToldRestriction) {
  return { restrictionId: id, patientId: String(patientId), patientIds: [...patientIds] };
}
