import { ownedRow } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { ConsentRow } from "./consent.entity.ts";
import type { ConsentDecision } from "./consent.type.ts";

/** What a patient said once. Append-only: what they say later is another row. */
export const ConsentVersionRow = defineEntity({
  name: "ConsentVersionRow",
  tableName: "consent_version",
  properties: {
    id: ownedRow.id,
    organizationId: ownedRow.organizationId,
    consentId: () => p.manyToOne(ConsentRow).mapToPk().joinColumn("consent_id"),
    patientId: p.uuid(),
    /** The consent's version that this made. */
    number: p.integer(),
    decision: p.text().$type<ConsentDecision>(),
    decidedAt: p.datetime(3),
    /** The user who said it or wrote it down. */
    actorId: p.uuid(),
    byPatient: p.boolean(),
  },
  uniques: [{ name: "consent_version_number", properties: ["consentId", "number"] }],
});

export type ConsentVersionRow = InferEntity<typeof ConsentVersionRow>;
