import { assertMay, type RequestContext, VisitType } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { cancellationTerms } from "../cancellation/cancellation.cost.ts";
import { standardRules, type VisitRules } from "./visit.rule.ts";
import { ruleOf, VisitTypeRulesRow } from "./visit-rules.entity.ts";
import { readVisitRules } from "./visit-rules.policy.ts";
import type { VisitTypeRules } from "./visit-rules.type.ts";

/** The rules of the organization that `em` is bound to. */
export async function visitRules(em: EntityManager): Promise<VisitRules> {
  const decided = await em.find(VisitTypeRulesRow, {});
  return { ...standardRules, ...Object.fromEntries(decided.map((row) => [row.visitType, ruleOf(row)])) };
}

/** What holds for each kind of visit. */
export async function listVisitTypeRules(context: RequestContext): Promise<VisitTypeRules[]> {
  assertMay(context, readVisitRules);
  const decided = (await context.em.fork().find(VisitTypeRulesRow, {})).map(shown);
  return Object.values(VisitType).map(
    (visitType) =>
      decided.find((rules) => rules.visitType === visitType) ?? {
        visitType,
        ...standardRules[visitType],
        cancellation: null,
        version: 0,
      },
  );
}

/** What was decided, by its id. */
export async function readVisitTypeRules(context: RequestContext, id: string): Promise<VisitTypeRules | null> {
  assertMay(context, readVisitRules);
  const row = await context.em.fork().findOne(VisitTypeRulesRow, { id });
  return row && shown(row);
}

function shown(row: VisitTypeRulesRow): VisitTypeRules {
  return {
    visitType: row.visitType,
    ...ruleOf(row),
    cancellation: cancellationTerms(row),
    version: row.version,
  };
}
