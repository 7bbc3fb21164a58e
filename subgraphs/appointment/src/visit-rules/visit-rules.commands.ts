import { CommandRefusal, defineCommand, requireVersion, VisitType } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { z } from "zod";
import { findCurrency } from "../references/reference.reader.ts";
import type { VisitRule } from "./visit.rule.ts";
import { oneRowPerVisitType, VisitTypeRulesRow } from "./visit-rules.entity.ts";
import { visitTypeRulesChanged } from "./visit-rules.events.ts";
import { setVisitRules } from "./visit-rules.policy.ts";

const between = (least: number, most: number) =>
  z.int().min(least, `must be ${least} at least`).max(most, `must be ${most} at most`);

const minutesOfADay = 24 * 60;

export const setVisitTypeRules = defineCommand({
  name: "setVisitTypeRules",
  rule: setVisitRules,
  entityType: "VisitTypeRules",
  conflicts: {
    // Two who decide for the first time.
    [oneRowPerVisitType]: {
      code: "VERSION_CONFLICT",
      field: ["expectedVersion"],
      message: "Somebody else decided on this kind of visit meanwhile: read it again and decide anew.",
    },
  },
  schema: z
    .object({
      visitType: z.enum(VisitType),
      durationMinutes: between(5, 480),
      bufferBeforeMinutes: between(0, 120),
      bufferAfterMinutes: between(0, 120),
      minimumNoticeMinutes: between(0, 30 * minutesOfADay),
      horizonDays: between(1, 730),
      maximumPerDay: between(1, 200)
        .nullish()
        .transform((maximum) => maximum ?? null),
      cancellation: z
        .object({ noticeMinutes: between(0, 30 * minutesOfADay), fee: between(1, 10_000_000) })
        .nullish()
        .transform((terms) => terms ?? null),
      expectedVersion: z.int().nullish(),
    })
    .refine(isBookableAtAll, { path: ["horizonDays"], message: "must be more than the notice, or nobody could book" }),
  async run(unit, { expectedVersion, cancellation, ...decided }) {
    const rules = { ...decided, ...(await cancellationColumns(unit.em, cancellation)) };
    const { visitType } = rules;
    const known = await unit.em.findOne(VisitTypeRulesRow, { visitType }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    requireVersion({ version: known?.version ?? 0 }, expectedVersion ?? undefined);
    const row = known ?? unit.em.create(VisitTypeRulesRow, rules as never);
    unit.em.assign(row, { ...rules, updatedAt: new Date() });
    unit.emit(() => visitTypeRulesChanged(row));
    return row.id;
  },
});

/** Of a horizon that is none, something else is said. */
function isBookableAtAll(rule: Pick<VisitRule, "horizonDays" | "minimumNoticeMinutes">): boolean {
  return rule.horizonDays < 1 || rule.horizonDays * minutesOfADay > rule.minimumNoticeMinutes;
}

/** The fee keeps the currency that it was decided in, whatever the organization counts in later. */
async function cancellationColumns(
  em: EntityManager,
  terms: { readonly noticeMinutes: number; readonly fee: number } | null,
) {
  const currency = terms === null ? null : await findCurrency(em);
  if (currency === undefined) throw currencyUnknown();
  return {
    cancellationNoticeMinutes: terms?.noticeMinutes ?? null,
    cancellationFeeAmount: terms?.fee ?? null,
    cancellationFeeCurrency: currency,
  };
}

function currencyUnknown(): CommandRefusal {
  return new CommandRefusal(
    "CURRENCY_UNKNOWN",
    ["cancellation", "fee"],
    "The organization's currency has not arrived here yet: try again in a moment.",
  );
}
