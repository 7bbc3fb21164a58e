import { type DomainEvent, defineEvent } from "@careconnect/kit";
import { z } from "zod";
import type { ConsentRow } from "./consent.entity.ts";
import { ConsentDecision, ConsentScope } from "./consent.type.ts";

const facts = z.object({
  consentId: z.uuid(),
  patientId: z.uuid(),
  scope: z.enum(ConsentScope),
  subject: z
    .string()
    .describe("of PROVIDER_ACCESS a provider's id, of COMMUNICATION a channel, of DATA_SHARING `APPLICATIONS`"),
  decision: z.enum(ConsentDecision),
  decidedAt: z.iso.datetime().describe("of what several records of a patient say of the same, the last holds"),
});

export const consentChangedEvent = defineEvent("patient.consent.changed", 1, {
  aggregateType: "Consent",
  description: "A patient permitted or refused something that may be done with their data.",
  payload: facts,
});

export const consentChanged = (row: ConsentRow): DomainEvent =>
  consentChangedEvent.of(row, {
    ...{ consentId: row.id, patientId: row.patientId },
    ...{ scope: row.scope, subject: row.subject, decision: row.decision },
    decidedAt: row.decidedAt.toISOString(),
  });
