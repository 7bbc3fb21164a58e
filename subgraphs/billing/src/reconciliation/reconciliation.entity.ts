import { ownedRow } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { ReconciliationStatus } from "./reconciliation.status.ts";

/** One comparison of everything that belongs together. */
export const ReconciliationRow = defineEntity({
  name: "ReconciliationRow",
  tableName: "reconciliation",
  properties: {
    ...ownedRow,
    status: p.enum(() => ReconciliationStatus),
    /** What it compares at this moment, or compared last; null before it began. */
    step: p.text().$type<string | null>().nullable(),
    /** How many steps are done, of how many. */
    stepsDone: p.integer().default(0),
    stepsInAll: p.integer().default(0),
    /** How many of the gateway's payments and refunds were compared. */
    gatewayCount: p.integer().default(0),
    /** Whether payments are compared with a gateway at all. */
    hasGateway: p.boolean().default(false),
    startedAt: p.datetime(3).$type<Date | null>().nullable(),
    finishedAt: p.datetime(3).$type<Date | null>().nullable(),
    /** Until then whoever runs it is at it; then somebody else begins it anew. */
    heldUntil: p.datetime(3).$type<Date | null>().nullable(),
    /** The user who asked for it, or the system. */
    requestedBy: p.uuid(),
  },
  indexes: [
    { name: "reconciliation_listed", properties: ["organizationId", "createdAt", "id"] },
    {
      name: "reconciliation_under_way",
      expression:
        "create unique index reconciliation_under_way on reconciliation (organization_id) where status in ('PENDING', 'RUNNING')",
    },
  ],
});

export type ReconciliationRow = InferEntity<typeof ReconciliationRow>;
