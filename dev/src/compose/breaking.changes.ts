import { CriticalityLevel, diff } from "@graphql-inspector/core";
import type { GraphQLSchema } from "graphql";

/**
 * What would break a client of `before`, leaving out what the changelog declares in a line
 * `- **Breaking** \`Type.field\`: …`.
 */
export async function undeclaredBreakingChanges(
  before: GraphQLSchema,
  after: GraphQLSchema,
  changelog: string,
): Promise<string[]> {
  const declared = new Set([...changelog.matchAll(/^- \*\*Breaking\*\* `([^`]+)`/gm)].map(([, path]) => path));
  const changes = await diff(before, after);
  return changes
    .filter((change) => change.criticality.level === CriticalityLevel.Breaking && !declared.has(change.path ?? ""))
    .map((change) => `${change.path ?? "schema"}: ${change.message}`);
}
