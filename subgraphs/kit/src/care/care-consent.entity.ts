import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** What a patient lets be done with their data, as the patient subgraph's events told it. */
export const CareConsent = defineEntity({
  name: "CareConsent",
  tableName: "care_consent",
  properties: {
    organizationId: p.uuid().primary(),
    consentId: p.uuid().primary(),
    patientId: p.uuid(),
    scope: p.text(),
    subject: p.text(),
    decision: p.text(),
    /** When it was said: of what several records of a patient say, the last holds. Null where nobody has told of it yet. */
    decidedAt: p.datetime(3).$type<Date | null>().nullable(),
    /** The consent's version in the event that wrote the row: an older one never overwrites it. */
    aggregateVersion: p.integer(),
  },
  indexes: [{ properties: ["organizationId", "scope", "subject", "patientId"] }],
});

export type CareConsent = InferEntity<typeof CareConsent>;
