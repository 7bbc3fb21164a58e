import { defineCommand } from "@careconnect/kit";
import { z } from "zod";
import { ReconciliationRow } from "./reconciliation.entity.ts";
import { underWay } from "./reconciliation.errors.ts";
import { runReconciliations } from "./reconciliation.policy.ts";
import { ReconciliationStatus } from "./reconciliation.status.ts";

export const runReconciliation = defineCommand({
  name: "runReconciliation",
  rule: runReconciliations,
  entityType: "Reconciliation",
  conflicts: { reconciliation_under_way: underWay },
  schema: z.object({}),
  async run({ em }, _input, { viewer }) {
    return em.create(ReconciliationRow, { status: ReconciliationStatus.PENDING, requestedBy: viewer.userId } as never)
      .id;
  },
});
