import { defineCommand, requireVersion, VisitType } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { z } from "zod";
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
      expectedVersion: z.int().nullish(),
    })
    .refine(({ horizonDays, minimumNoticeMinutes }) => horizonDays * minutesOfADay > minimumNoticeMinutes, {
      path: ["horizonDays"],
      message: "must be more than the notice, or nobody could book",
    }),
  async run(unit, { expectedVersion, ...rules }) {
    const { visitType } = rules;
    const known = await unit.em.findOne(VisitTypeRulesRow, { visitType }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    requireVersion({ version: known?.version ?? 0 }, expectedVersion ?? undefined);
    const row = known ?? unit.em.create(VisitTypeRulesRow, rules as never);
    unit.em.assign(row, { ...rules, updatedAt: new Date() });
    unit.emit(() => visitTypeRulesChanged(row));
    return row.id;
  },
});
