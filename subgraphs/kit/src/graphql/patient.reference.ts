import { knownUuid } from "../persistence/uuid.ts";
import { type Rule, reachOf } from "../policy/policy.ts";
import { type CareTables, patientsWithin } from "../policy/reach.ts";
import { defineLoader } from "./loader.ts";
import type { RequestContext } from "./request.context.ts";

/** Refers, by id alone, to patients whom `rule` lets the viewer know of, by what is known of care in `tables`; null for the others. */
export function referToPatientsBy(
  rule: Rule,
  tables: CareTables,
): (context: RequestContext, id: string) => Promise<{ id: string } | null> {
  const patientById = defineLoader<string, { id: string }>(async (context, ids) => {
    const known = await patientsWithin(context.em.fork(), reachOf(context.viewer, rule), tables, ids);
    return ids.map((id) => (known.has(id) ? { id } : null));
  });
  return (context, id) => patientById(context).load(knownUuid(id));
}
