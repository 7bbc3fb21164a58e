import { type FieldNode, Kind, type OperationDefinitionNode, parse, type SelectionSetNode } from "graphql";
import { limits } from "../limits/router.limits.ts";

export type SubgraphPath = (string | number)[];

function responseNames(selections: SelectionSetNode, typename: string | undefined): string[] {
  return selections.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) {
      return selection.name.value === "__typename" ? [] : [selection.alias?.value ?? selection.name.value];
    }
    if (selection.kind !== Kind.INLINE_FRAGMENT) return [];
    const condition = selection.typeCondition?.name.value;
    return condition === undefined || condition === typename ? responseNames(selection.selectionSet, typename) : [];
  });
}

const isEntities = (selection: unknown): selection is FieldNode =>
  typeof selection === "object" && selection !== null && (selection as FieldNode).name?.value === "_entities";

function typenameOf(representation: unknown): string | undefined {
  if (typeof representation !== "object" || representation === null || !("__typename" in representation))
    return undefined;
  return typeof representation.__typename === "string" ? representation.__typename : undefined;
}

/**
 * The places in a subgraph's answer that stay empty when the answer does not come: each root field, or for each entity the
 * deepest place that covers all that was asked of it. The gateway turns them into paths of the client's answer, and
 * clients need those to tell a field that is null from one that failed.
 */
export function lostPaths(query: string, representations: unknown): SubgraphPath[] {
  const operation = parse(query, { noLocation: true }).definitions.find(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  );
  if (operation === undefined) return [];
  const entities = operation.selectionSet.selections.find(isEntities);
  if (entities?.selectionSet === undefined || !Array.isArray(representations)) {
    return [...new Set(responseNames(operation.selectionSet, undefined))].map((name) => [name]);
  }
  const selections = entities.selectionSet;
  return representations.slice(0, limits.subgraph.errorsPerFetch).map((representation, index) => {
    const names = new Set(responseNames(selections, typenameOf(representation)));
    return names.size === 1 ? ["_entities", index, ...names] : ["_entities", index];
  });
}
