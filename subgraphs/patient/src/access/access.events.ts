import { type DomainEvent, defineEvent } from "@careconnect/kit";
import { z } from "zod";
import type { AccessGrantRow } from "./access-grant.entity.ts";

/** Who may see whom until when; never why. */
const facts = z.object({
  grantId: z.uuid(),
  patientId: z.uuid(),
  providerId: z.uuid(),
  until: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable().describe("null while nobody has ended it"),
});

export const accessGrantedEvent = defineEvent("patient.access.granted", 1, {
  aggregateType: "AccessGrant",
  description: "A provider was given access to a patient.",
  payload: facts,
});

export const accessEndedEvent = defineEvent("patient.access.ended", 1, {
  aggregateType: "AccessGrant",
  description: "A provider's access to a patient was ended before its time.",
  payload: facts,
});

export const accessGranted = (row: AccessGrantRow): DomainEvent => accessGrantedEvent.of(row, factsOf(row));
export const accessEnded = (row: AccessGrantRow): DomainEvent => accessEndedEvent.of(row, factsOf(row));

function factsOf(row: AccessGrantRow): z.input<typeof facts> {
  return {
    grantId: row.id,
    patientId: row.patientId,
    providerId: row.providerId,
    until: row.until.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}
