import { ApolloServerErrorCode, ApolloServerValidationErrorCode } from "@apollo/server/errors";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { currentCorrelationId } from "../telemetry/correlation.scope.ts";
import type { Logger } from "../telemetry/log.writer.ts";

const internalMessage = "Something went wrong on our side. Please try again; if it stays, report the correlation id.";

/** Codes that the router itself raises on purpose; any other of its own errors is a fault. */
const ownCodes = new Set<unknown>([
  ApolloServerErrorCode.GRAPHQL_PARSE_FAILED,
  ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED,
  ApolloServerErrorCode.BAD_USER_INPUT,
  ApolloServerErrorCode.BAD_REQUEST,
  ApolloServerErrorCode.OPERATION_RESOLUTION_FAILURE,
  ApolloServerErrorCode.PERSISTED_QUERY_NOT_FOUND,
  "UNAUTHENTICATED",
  "CSRF_HEADER_REQUIRED",
  "QUERY_TOO_DEEP",
  "QUERY_TOO_COMPLEX",
  "SUBGRAPH_UNAVAILABLE",
  "SUBSCRIPTION_BUFFER_OVERFLOW",
  "TOO_MANY_SUBSCRIPTIONS",
]);

/** From a subgraph these mean that it and the supergraph disagree, which no client can mend. */
const faultsOfSubgraphs = new Set<unknown>([
  ApolloServerErrorCode.INTERNAL_SERVER_ERROR,
  ApolloServerErrorCode.GRAPHQL_PARSE_FAILED,
  ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED,
  ApolloServerErrorCode.BAD_REQUEST,
  ApolloServerErrorCode.OPERATION_RESOLUTION_FAILURE,
  ApolloServerErrorCode.PERSISTED_QUERY_NOT_FOUND,
  ApolloServerErrorCode.PERSISTED_QUERY_NOT_SUPPORTED,
  "DOWNSTREAM_SERVICE_ERROR",
]);

/** Extensions that show how the house is built. */
const hidden = new Set([
  "serviceName",
  "response",
  "exception",
  "stacktrace",
  "stackTrace",
  "debugMessage",
  "http",
  "originalError",
]);

function visibleExtensions(extensions: Readonly<Record<string, unknown>>, code: unknown): Record<string, unknown> {
  const visible = Object.entries(extensions).filter(([key]) => !hidden.has(key));
  return { ...Object.fromEntries(visible), code, correlationId: currentCorrelationId() };
}

/** Some refusals of Apollo Server carry an HTTP status and no code, for example a hash that does not match its query. */
function isUncodedRefusal(error: unknown): boolean {
  if (!(error instanceof GraphQLError) || error.extensions.code !== undefined) return false;
  const http = error.extensions.http;
  return (
    typeof http === "object" &&
    http !== null &&
    "status" in http &&
    Number(http.status) >= 400 &&
    Number(http.status) < 500
  );
}

const suggestion = / ?Did you mean .+\?/s;

function visibleMessage({ message, extensions }: GraphQLFormattedError): string {
  if (extensions?.validationErrorCode === ApolloServerValidationErrorCode.INTROSPECTION_DISABLED) {
    return "The schema cannot be read here; its public description is published with the product.";
  }
  return message.replace(suggestion, "");
}

export type FormatError = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

/**
 * Decides what a client sees of an error: what was said on purpose passes with its code, everything else is replaced by
 * INTERNAL_SERVER_ERROR and the correlation id, and logged. "Did you mean" goes: it tells names of the schema to whoever
 * guesses.
 */
export function createErrorFormatter(logger: Logger): FormatError {
  return (formatted, error) => {
    const extensions = formatted.extensions ?? {};
    const service = extensions.serviceName;
    const code = isUncodedRefusal(error) ? ApolloServerErrorCode.BAD_REQUEST : extensions.code;
    const meant = service === undefined ? ownCodes.has(code) : typeof code === "string" && !faultsOfSubgraphs.has(code);
    if (meant) {
      return {
        ...formatted,
        message: visibleMessage(formatted),
        extensions: visibleExtensions(extensions, code),
      };
    }
    logger.error(
      // A subgraph's message may quote data, and the subgraph logs it under the same correlation id.
      {
        correlationId: currentCorrelationId(),
        path: formatted.path,
        service,
        ...(service === undefined ? { err: error } : { code }),
      },
      "masked an internal error",
    );
    return {
      message: internalMessage,
      ...(formatted.path === undefined ? {} : { path: formatted.path }),
      extensions: { code: ApolloServerErrorCode.INTERNAL_SERVER_ERROR, correlationId: currentCorrelationId() },
    };
  };
}
