import { ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { ProviderApplicationRow } from "./application.entity.ts";
import type { ProviderApplicationStatus } from "./application.status.ts";

/** A step of an application's history. Append-only: a row has no version, since it never changes. */
export const ProviderApplicationChangeRow = defineEntity({
  name: "ProviderApplicationChangeRow",
  tableName: "provider_application_change",
  properties: {
    id: ownedRow.id,
    organizationId: ownedRow.organizationId,
    applicationId: () => p.manyToOne(ProviderApplicationRow).mapToPk().joinColumn("application_id"),
    // `from` and `to` are words of SQL itself: as columns they would have to be quoted everywhere.
    from: p.text().fieldName("from_status").$type<ProviderApplicationStatus | null>().nullable(),
    to: p.text().fieldName("to_status").$type<ProviderApplicationStatus>(),
    changedAt: p.datetime(3),
    /** The user who did it. */
    actorId: p.uuid(),
    reason: sensitive(),
  },
  indexes: [
    { name: "provider_application_change_history", properties: ["organizationId", "applicationId", "changedAt", "id"] },
  ],
});

export type ProviderApplicationChangeRow = InferEntity<typeof ProviderApplicationChangeRow>;
