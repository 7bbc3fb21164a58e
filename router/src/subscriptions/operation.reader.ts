import { createHash } from "node:crypto";
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  getOperationAST,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  validate,
} from "graphql";
import type { SubscribePayload } from "graphql-ws";
import { LRUCache } from "lru-cache";
import type { PersistedDocuments } from "../gateway/persisted.documents.ts";
import { createDocumentCheck } from "../limits/document.limits.ts";
import { limits } from "../limits/router.limits.ts";
import type { Variables } from "./primary.operation.ts";
import type { SubscriptionGraph, SubscriptionPlan } from "./subscription.graph.ts";

/** A validated subscription with its plan; the same one for everybody who sends the same text and name. */
export interface PreparedSubscription {
  readonly key: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly plan: SubscriptionPlan;
}

export type ReadOperation =
  | { readonly kind: "subscription"; readonly prepared: PreparedSubscription; readonly variables: Variables }
  /** A query or mutation, within the limits of documents; validated by whoever executes it. */
  | { readonly kind: "other"; readonly source: string; readonly document: DocumentNode };

/**
 * Reads what a client sent to be executed.
 * @throws GraphQLError with the code that HTTP would answer with
 */
export type ReadSubscribePayload = (payload: SubscribePayload) => ReadOperation;

function refusal(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

function hashOf(payload: SubscribePayload): string | undefined {
  const persisted = payload.extensions?.persistedQuery;
  if (typeof persisted !== "object" || persisted === null || !("sha256Hash" in persisted)) return undefined;
  return typeof persisted.sha256Hash === "string" ? persisted.sha256Hash : undefined;
}

function sourceOf(payload: SubscribePayload, documents: PersistedDocuments): string {
  const hash = hashOf(payload);
  if (hash === undefined) return payload.query;
  if (payload.query === "") {
    const source = documents.get(hash);
    if (source === undefined) throw refusal("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound");
    return source;
  }
  if (createHash("sha256").update(payload.query).digest("hex") !== hash) {
    throw refusal(
      "BAD_REQUEST",
      "The hash is not that of the query: send one of them, or both as they belong together.",
    );
  }
  return payload.query;
}

function parsed(source: string): DocumentNode {
  try {
    return parse(source, { maxTokens: limits.document.tokens });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw refusal("GRAPHQL_PARSE_FAILED", message);
  }
}

/** Directives that may take the root field away would leave a subscription to nothing. */
function isConditional(selections: SelectionSetNode, document: DocumentNode, seen: ReadonlySet<string>): boolean {
  return selections.selections.some((selection) => {
    if (selection.directives?.some(({ name }) => name.value === "skip" || name.value === "include")) return true;
    if (selection.kind === Kind.FIELD) return false;
    if (selection.kind === Kind.INLINE_FRAGMENT) return isConditional(selection.selectionSet, document, seen);
    const name = selection.name.value;
    const fragment = document.definitions.find(
      (definition): definition is FragmentDefinitionNode =>
        definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name,
    );
    if (fragment === undefined || seen.has(name)) return false;
    return isConditional(fragment.selectionSet, document, new Set([...seen, name]));
  });
}

function validationProblem(document: DocumentNode, graph: SubscriptionGraph): string | undefined {
  try {
    return validate(graph.schema, document)[0]?.message;
  } catch (error) {
    // One rule of graphql-js collects the fields of subscriptions as if it executed them, and throws what execution would.
    return error instanceof Error ? error.message : String(error);
  }
}

export function createOperationReader(graph: SubscriptionGraph, documents: PersistedDocuments): ReadSubscribePayload {
  const documentProblem = createDocumentCheck();
  const prepared = new LRUCache<string, PreparedSubscription>({
    maxSize: limits.subscriptions.preparedCharacters,
    sizeCalculation: (_, key) => Math.max(1, key.length),
  });

  function prepare(key: string, document: DocumentNode, operation: OperationDefinitionNode): PreparedSubscription {
    if (isConditional(operation.selectionSet, document, new Set())) {
      throw refusal(
        "GRAPHQL_VALIDATION_FAILED",
        "@skip and @include are not possible on the field of a subscription: leave the directive out, or do not subscribe.",
      );
    }
    const problem = validationProblem(document, graph);
    if (problem !== undefined) throw refusal("GRAPHQL_VALIDATION_FAILED", problem);
    const made = { key, document, operation, plan: graph.plan(document, operation.name?.value) };
    prepared.set(key, made);
    return made;
  }

  function variablesOf({ operation }: PreparedSubscription, given: Variables): Variables {
    const definitions = operation.variableDefinitions ?? [];
    const { errors } = getVariableValues(graph.schema, definitions, given, { maxErrors: 10 });
    if (errors?.[0] !== undefined) throw refusal("BAD_USER_INPUT", errors[0].message);
    // As they were given and not as they were coerced: subgraphs coerce them again. Others than the declared ones do not count.
    return Object.fromEntries(
      definitions.flatMap(({ variable: { name } }) =>
        given[name.value] === undefined ? [] : [[name.value, given[name.value]]],
      ),
    );
  }

  return (payload) => {
    const source = sourceOf(payload, documents);
    const given = payload.variables ?? {};
    const operationName = payload.operationName ?? undefined;
    const key = JSON.stringify([source, operationName]);
    const known = prepared.get(key);
    if (known !== undefined) return { kind: "subscription", prepared: known, variables: variablesOf(known, given) };

    const problem = documentProblem(source);
    if (problem !== undefined) throw problem;
    const document = parsed(source);
    const operation = getOperationAST(document, operationName);
    if (operation == null) {
      throw refusal(
        "OPERATION_RESOLUTION_FAILURE",
        "The document has no operation of that name, or several of which none is named: send operationName.",
      );
    }
    if (operation.operation !== "subscription") return { kind: "other", source, document };
    const made = prepare(key, document, operation);
    return { kind: "subscription", prepared: made, variables: variablesOf(made, given) };
  };
}
