import { type DomainEvent, defineEvent } from "@careconnect/kit";
import { z } from "zod";
import type { AllergyRow } from "./allergy.entity.ts";

const facts = z.object({ allergyId: z.uuid(), patientId: z.uuid() });

export const allergyRecordedEvent = defineEvent("patient.allergy.recorded", 1, {
  aggregateType: "Allergy",
  description: "An allergy was recorded in a patient's history, not which.",
  payload: facts,
});

export const allergyUpdatedEvent = defineEvent("patient.allergy.updated", 1, {
  aggregateType: "Allergy",
  description: "An allergy in a patient's history was corrected, not how.",
  payload: facts,
});

export const allergyResolvedEvent = defineEvent("patient.allergy.resolved", 1, {
  aggregateType: "Allergy",
  description: "An allergy of a patient is over.",
  payload: facts,
});

const factsOf = (row: AllergyRow): z.input<typeof facts> => ({ allergyId: row.id, patientId: row.patientId });

export const allergyRecorded = (row: AllergyRow): DomainEvent => allergyRecordedEvent.of(row, factsOf(row));
export const allergyUpdated = (row: AllergyRow): DomainEvent => allergyUpdatedEvent.of(row, factsOf(row));
export const allergyResolved = (row: AllergyRow): DomainEvent => allergyResolvedEvent.of(row, factsOf(row));
