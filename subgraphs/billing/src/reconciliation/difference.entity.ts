import { ownedRow } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { DifferenceKind } from "./difference.kind.ts";
import { ReconciliationRow } from "./reconciliation.entity.ts";

/** What a reconciliation found to differ: ids and amounts alone. */
export const DifferenceRow = defineEntity({
  name: "DifferenceRow",
  tableName: "reconciliation_difference",
  properties: {
    ...ownedRow,
    reconciliationId: () =>
      p.manyToOne(ReconciliationRow).mapToPk().joinColumn("reconciliation_id").deleteRule("cascade"),
    kind: p.enum(() => DifferenceKind),
    /** The id of what it is about: ours, or the gateway's. */
    subjectId: p.text(),
    invoiceId: p.uuid().$type<string | null>().nullable(),
    expectedAmount: p.bigint("number").$type<number | null>().nullable(),
    foundAmount: p.bigint("number").$type<number | null>().nullable(),
    /** ISO 4217; null where no amounts are compared. */
    currency: p.text().$type<string | null>().nullable(),
  },
  indexes: [
    { name: "reconciliation_difference_of_run", properties: ["organizationId", "reconciliationId", "kind", "id"] },
  ],
});

export type DifferenceRow = InferEntity<typeof DifferenceRow>;
