import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  OperationTypeNode,
  parse,
  type SelectionNode,
  type SelectionSetNode,
  validate,
} from "graphql";
import type { SubscribePayload } from "graphql-ws";

/** A subscription that may be executed. */
export interface SubscriptionOperation {
  readonly document: DocumentNode;
  readonly operationName: string | null | undefined;
  readonly variableValues: Readonly<Record<string, unknown>>;
  /** The name of its root field. */
  readonly field: string;
}

const longestDocument = 2_000;

/**
 * Reads what a client wants to subscribe to.
 * @throws GraphQLError with the code that HTTP answers with for the same mistake.
 */
export function readOperation(schema: GraphQLSchema, payload: SubscribePayload): SubscriptionOperation {
  const document = parsed(payload.query);
  const operation = getOperationAST(document, payload.operationName);
  if (!operation) {
    throw mistake("OPERATION_RESOLUTION_FAILURE", "Name the operation of this document in `operationName`.");
  }
  if (operation.operation !== OperationTypeNode.SUBSCRIPTION) {
    throw mistake("BAD_REQUEST", "Only subscriptions are answered here: send queries and mutations over HTTP.");
  }
  const [invalid] = validationErrors(schema, document);
  if (invalid) throw mistake("GRAPHQL_VALIDATION_FAILED", invalid.message, invalid);
  const field = rootField(document, operation.selectionSet);
  const variableValues = payload.variables ?? {};
  const [wrong] = getVariableValues(schema, operation.variableDefinitions ?? [], variableValues).errors ?? [];
  if (wrong) throw mistake("BAD_USER_INPUT", wrong.message, wrong);
  return { document, operationName: payload.operationName, variableValues, field };
}

function parsed(query: string): DocumentNode {
  try {
    return parse(query, { maxTokens: longestDocument });
  } catch (error) {
    throw error instanceof GraphQLError ? mistake("GRAPHQL_PARSE_FAILED", error.message, error) : error;
  }
}

function validationErrors(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] {
  try {
    return validate(schema, document);
  } catch (error) {
    // It has no values for a condition on the root field that asks for a variable, and throws instead of answering.
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

/** A valid subscription has one; graphql-js fails without a word when a condition leaves it out. */
function rootField(document: DocumentNode, { selections: [selection] }: SelectionSetNode): string {
  if (!selection || isConditional(selection)) {
    throw mistake("GRAPHQL_VALIDATION_FAILED", "The root field of a subscription cannot be skipped or included.");
  }
  if (selection.kind === Kind.FIELD) return selection.name.value;
  return rootField(
    document,
    selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : spread(document, selection.name.value),
  );
}

function spread(document: DocumentNode, name: string): SelectionSetNode {
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name) return definition.selectionSet;
  }
  throw new Error("A valid document has the fragments that it spreads.");
}

function isConditional(selection: SelectionNode): boolean {
  return (selection.directives ?? []).some(({ name }) => name.value === "skip" || name.value === "include");
}

function mistake(code: string, message: string, cause?: GraphQLError): GraphQLError {
  const { nodes = null, source = null, positions = null } = cause ?? {};
  return new GraphQLError(message, { nodes, source, positions, extensions: { code } });
}
