import { ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { ProviderRow } from "../provider/provider.entity.ts";
import type { ProviderStatus } from "../provider/provider.status.ts";

/** A step of a provider's history. Append-only: a row has no version, since it never changes. */
export const ProviderStatusChangeRow = defineEntity({
  name: "ProviderStatusChangeRow",
  tableName: "provider_status_change",
  properties: {
    id: ownedRow.id,
    organizationId: ownedRow.organizationId,
    providerId: () => p.manyToOne(ProviderRow).mapToPk().joinColumn("provider_id"),
    // `from` and `to` are words of SQL itself: as columns they would have to be quoted everywhere.
    from: p.text().fieldName("from_status").$type<ProviderStatus>(),
    to: p.text().fieldName("to_status").$type<ProviderStatus>(),
    changedAt: p.datetime(3),
    /** The user who did it. */
    actorId: p.uuid(),
    reason: sensitive(),
  },
  indexes: [
    { name: "provider_status_change_history", properties: ["organizationId", "providerId", "changedAt", "id"] },
  ],
  checks: [{ name: "provider_status_change_check", expression: "from_status <> to_status" }],
});

export type ProviderStatusChangeRow = InferEntity<typeof ProviderStatusChangeRow>;
