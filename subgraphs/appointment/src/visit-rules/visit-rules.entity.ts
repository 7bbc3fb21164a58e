import { ownedRow, type VisitType } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import type { VisitRule } from "./visit.rule.ts";

export const oneRowPerVisitType = "visit_type_rules_visit_type_unique";

/** What an organization has decided about one kind of visit; without a row, what is usual holds. */
export const VisitTypeRulesRow = defineEntity({
  name: "VisitTypeRulesRow",
  tableName: "visit_type_rules",
  properties: {
    ...ownedRow,
    visitType: p.text().$type<VisitType>(),
    durationMinutes: p.integer(),
    bufferBeforeMinutes: p.integer(),
    bufferAfterMinutes: p.integer(),
    minimumNoticeMinutes: p.integer(),
    horizonDays: p.integer(),
    /** Null: as many as there is time for. */
    maximumPerDay: p.integer().$type<number | null>().nullable(),
    // What it costs to call a visit off: all of them, or none.
    cancellationNoticeMinutes: p.integer().$type<number | null>().nullable(),
    cancellationFeeAmount: p.integer().$type<number | null>().nullable(),
    cancellationFeeCurrency: p.text().$type<string | null>().nullable(),
  },
  uniques: [{ name: oneRowPerVisitType, properties: ["organizationId", "visitType"] }],
  checks: [
    {
      name: "visit_type_rules_positive",
      expression: `duration_minutes > 0 and buffer_before_minutes >= 0 and buffer_after_minutes >= 0
        and minimum_notice_minutes >= 0 and horizon_days > 0 and maximum_per_day > 0`,
    },
    {
      name: "visit_type_rules_cancellation",
      expression: `num_nonnulls(cancellation_notice_minutes, cancellation_fee_amount, cancellation_fee_currency) in (0, 3)
        and cancellation_notice_minutes >= 0 and cancellation_fee_amount > 0`,
    },
  ],
});

export type VisitTypeRulesRow = InferEntity<typeof VisitTypeRulesRow>;

export function ruleOf(row: VisitTypeRulesRow): VisitRule {
  return {
    durationMinutes: row.durationMinutes,
    bufferBeforeMinutes: row.bufferBeforeMinutes,
    bufferAfterMinutes: row.bufferAfterMinutes,
    minimumNoticeMinutes: row.minimumNoticeMinutes,
    horizonDays: row.horizonDays,
    maximumPerDay: row.maximumPerDay ?? null,
  };
}
