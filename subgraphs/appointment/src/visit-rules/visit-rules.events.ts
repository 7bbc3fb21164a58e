import { type DomainEvent, defineEvent, VisitType } from "@careconnect/kit";
import { z } from "zod";
import { cancellationTerms, price } from "../cancellation/cancellation.cost.ts";
import { ruleOf, type VisitTypeRulesRow } from "./visit-rules.entity.ts";

export const visitTypeRulesChangedEvent = defineEvent("visit_type.rules.changed", 1, {
  aggregateType: "VisitTypeRules",
  description: "What an organization has decided about a kind of visit changed: the payload is how it is now.",
  payload: z.object({
    visitType: z.enum(VisitType),
    durationMinutes: z.int(),
    bufferBeforeMinutes: z.int(),
    bufferAfterMinutes: z.int(),
    minimumNoticeMinutes: z.int().describe("how long before its start a patient books a visit at the latest"),
    horizonDays: z.int().describe("how many days before its start a patient books a visit at the earliest"),
    maximumPerDay: z.int().nullable().describe("of one provider; null for no limit"),
    cancellation: z
      .object({ noticeMinutes: z.int(), fee: price })
      .nullable()
      .describe("the fee for what a patient calls off later than so long before its start; null for none"),
  }),
});

export const visitTypeRulesChanged = (row: VisitTypeRulesRow): DomainEvent =>
  visitTypeRulesChangedEvent.of(row, {
    visitType: row.visitType,
    ...ruleOf(row),
    cancellation: cancellationTerms(row),
  });
