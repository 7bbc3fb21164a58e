import { ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { RatingRow } from "./rating.entity.ts";
import type { RatingStatus } from "./rating.status.ts";

/** How a rating became at one time. Append-only: a row has no version, since it never changes. */
export const RatingChangeRow = defineEntity({
  name: "RatingChangeRow",
  tableName: "rating_change",
  properties: {
    id: ownedRow.id,
    organizationId: ownedRow.organizationId,
    ratingId: () => p.manyToOne(RatingRow).mapToPk().joinColumn("rating_id"),
    changedAt: p.datetime(3),
    /** The user who did it. */
    actorId: p.uuid(),
    status: p.text().$type<RatingStatus>(),
    score: p.smallint(),
    feedback: sensitive(),
    rejectionReason: sensitive(),
    /** Why administration decided so; null where the patient did it. */
    decisionReason: sensitive(),
  },
  indexes: [{ name: "rating_change_history", properties: ["organizationId", "ratingId", "changedAt", "id"] }],
});

export type RatingChangeRow = InferEntity<typeof RatingChangeRow>;
