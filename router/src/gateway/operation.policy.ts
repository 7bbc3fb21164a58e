import { HeaderMap } from "@apollo/server";
import { type DocumentNode, GraphQLError, Kind, type OperationDefinitionNode, type SelectionSetNode } from "graphql";

const introspectionFields = new Set(["__schema", "__type", "__typename"]);

function selectsOnlyIntrospection(selections: SelectionSetNode, document: DocumentNode): boolean {
  return selections.selections.every((selection) => {
    if (selection.kind === Kind.FIELD) return introspectionFields.has(selection.name.value);
    if (selection.kind === Kind.INLINE_FRAGMENT) return selectsOnlyIntrospection(selection.selectionSet, document);
    const fragment = document.definitions.find(
      (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value,
    );
    return fragment?.kind === Kind.FRAGMENT_DEFINITION && selectsOnlyIntrospection(fragment.selectionSet, document);
  });
}

/** True when a validated operation reads the schema and nothing else. */
export function isIntrospection(operation: OperationDefinitionNode, document: DocumentNode): boolean {
  return operation.operation === "query" && selectsOnlyIntrospection(operation.selectionSet, document);
}

/** The answer to a caller without a valid token: HTTP 401, never which part of the token was wrong. */
export function unauthenticated(): GraphQLError {
  return new GraphQLError("Sign in to continue: send a valid access token or session.", {
    extensions: {
      code: "UNAUTHENTICATED",
      http: { status: 401, headers: new HeaderMap([["www-authenticate", "Bearer"]]) },
    },
  });
}

/** Apollo's own executor would answer this; the gateway's takes it for a fault. */
export function operationNotFound(): GraphQLError {
  return new GraphQLError("The document has several operations, or none of this name: name one in operationName.", {
    extensions: { code: "OPERATION_RESOLUTION_FAILURE", http: { status: 400 } },
  });
}

export function subscriptionOverPost(): GraphQLError {
  return new GraphQLError(
    "Subscriptions are not answered to a POST: open a WebSocket to this address with the protocol graphql-transport-ws.",
    { extensions: { code: "BAD_REQUEST", http: { status: 400 } } },
  );
}
