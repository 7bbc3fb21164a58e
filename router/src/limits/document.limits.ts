import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from "graphql";
import { LRUCache } from "lru-cache";
import { limits } from "./router.limits.ts";

interface Cost {
  /** Levels of fields. */
  depth: number;
  /** Fields with every fragment expanded. */
  fields: number;
  rootFields: number;
  aliases: number;
}

const nothing: Cost = { depth: 0, fields: 0, rootFields: 0, aliases: 0 };

const isIntrospection = (name: string) => name === "__schema" || name === "__type";

/**
 * Costs are remembered per fragment: a document in which each fragment spreads the next one twice
 * grows exponentially when expanded, and must cost no more than its length to refuse.
 */
function costOfSelections(
  selections: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  known: Map<string, Cost>,
): Cost {
  const cost = { ...nothing };
  const add = (part: Cost) => {
    cost.depth = Math.max(cost.depth, part.depth);
    cost.fields += part.fields;
    cost.rootFields += part.rootFields;
    cost.aliases += part.aliases;
  };
  for (const selection of selections.selections) {
    if (selection.kind === Kind.FIELD) {
      // graphql-js bounds how deep introspection goes with a rule of its own, and the tools' query is deeper than ours.
      const inner =
        selection.selectionSet === undefined || isIntrospection(selection.name.value)
          ? nothing
          : costOfSelections(selection.selectionSet, fragments, known);
      add({
        depth: inner.depth + 1,
        fields: inner.fields + 1,
        rootFields: 1,
        aliases: inner.aliases + (selection.alias === undefined ? 0 : 1),
      });
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      add(costOfSelections(selection.selectionSet, fragments, known));
    } else {
      add(costOfFragment(selection.name.value, fragments, known));
    }
  }
  return cost;
}

function costOfFragment(
  name: string,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  known: Map<string, Cost>,
): Cost {
  const remembered = known.get(name);
  if (remembered !== undefined) return remembered;
  const fragment = fragments.get(name);
  if (fragment === undefined) return nothing;
  // A fragment that contains itself counts as nothing here; validation refuses it by name.
  known.set(name, nothing);
  const cost = costOfSelections(fragment.selectionSet, fragments, known);
  known.set(name, cost);
  return cost;
}

function refusal(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status: 400 } } });
}

function operationProblem(cost: Cost): GraphQLError | undefined {
  const { depth, fields, rootFields, aliases } = limits.document;
  if (cost.depth > depth) {
    return refusal(
      "QUERY_TOO_DEEP",
      `The operation is ${cost.depth} levels deep; at most ${depth} are allowed. Split it.`,
    );
  }
  if (cost.rootFields > rootFields) {
    return refusal(
      "QUERY_TOO_COMPLEX",
      `The operation has ${cost.rootFields} root fields; at most ${rootFields} are allowed. Split it.`,
    );
  }
  if (cost.aliases > aliases) {
    return refusal(
      "QUERY_TOO_COMPLEX",
      `The operation has ${cost.aliases} aliases; at most ${aliases} are allowed. Split it.`,
    );
  }
  if (cost.fields > fields) {
    return refusal(
      "QUERY_TOO_COMPLEX",
      `The operation selects too many fields; at most ${fields} are allowed. Split it.`,
    );
  }
  return undefined;
}

function parsed(source: string): DocumentNode | GraphQLError | undefined {
  try {
    return parse(source, { maxTokens: limits.document.tokens, noLocation: true });
  } catch (error) {
    if (error instanceof GraphQLError && error.message.includes(`more that ${limits.document.tokens} tokens`)) {
      return refusal("QUERY_TOO_COMPLEX", `The document has more than ${limits.document.tokens} tokens. Split it.`);
    }
    // Apollo Server parses it again and reports the syntax error with its place.
    return undefined;
  }
}

function problemOf(source: string): GraphQLError | undefined {
  const document = parsed(source);
  if (document === undefined || document instanceof GraphQLError) return document;
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: OperationDefinitionNode[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    else if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
  }
  const known = new Map<string, Cost>();
  for (const operation of operations) {
    const problem = operationProblem(costOfSelections(operation.selectionSet, fragments, known));
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/**
 * Checks clients' documents before anything else looks at them, since validation itself costs more than linear time.
 * @returns a function that gives the refusal (QUERY_TOO_DEEP or QUERY_TOO_COMPLEX), or undefined when the document may go on
 */
export function createDocumentCheck(): (source: string) => GraphQLError | undefined {
  const accepted = new LRUCache<string, true>({
    maxSize: limits.document.acceptedCharacters,
    sizeCalculation: (_, source) => Math.max(1, source.length),
  });
  return (source) => {
    if (accepted.get(source) === true) return undefined;
    const problem = problemOf(source);
    if (problem === undefined) accepted.set(source, true);
    return problem;
  };
}
