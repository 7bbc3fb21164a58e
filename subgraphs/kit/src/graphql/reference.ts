import { type Rule, reachOf } from "../policy/policy.ts";
import type { RequestContext } from "./request.context.ts";
import type { ReferenceResolver } from "./subgraph.schema.ts";

/**
 * Answers references to an entity by what `read` finds; with null, and no error, for who may see none at all by `rule`:
 * a reference is part of somebody else's answer.
 */
export function referenceBy(
  rule: Rule,
  read: (context: RequestContext, id: string) => Promise<object | null>,
): ReferenceResolver {
  return async ({ id }, context) => (reachOf(context.viewer, rule).length === 0 ? null : read(context, id));
}
