import { ApolloServerValidationErrorCode, unwrapResolverError } from "@apollo/server/errors";
import type { FastifyBaseLogger } from "fastify";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { isAway, isBusy } from "../persistence/database.busy.ts";
import { describeFault } from "../telemetry/fault.ts";
import { inputPathOf } from "./input.path.ts";

/** SQLSTATEs of text that PostgreSQL cannot hold, in practice NUL: as a value, and within the protocol itself. */
const charactersNotStorable = new Set(["22021", "08P01"]);

/** What graphql-js says of a request with more than fifty wrong values; Apollo Server takes it for a fault. */
const tooManyWrongValues = /^Too many errors processing variables\b/;

const fault = "INTERNAL_SERVER_ERROR";

/** What a caller is told of `error`: what we said on purpose as we said it, anything else as a fault without details. */
export function maskFaults(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  // Apollo Server calls a literal that a scalar refuses a document that does not fit the schema.
  if (formatted.extensions?.invalidValue) {
    const field = inputPathOf(error);
    return { ...withoutSchema(formatted), extensions: { code: "BAD_USER_INPUT", ...(field && { field }) } };
  }
  const original = unwrapResolverError(error);
  if (original instanceof GraphQLError && formatted.extensions?.code !== fault) return withoutSchema(formatted);
  if (original instanceof GraphQLError && tooManyWrongValues.test(original.message)) {
    return { message: original.message, extensions: { code: "BAD_USER_INPUT" } };
  }
  if (charactersNotStorable.has(describeFault(original).code ?? "")) {
    return {
      message: "Text may not contain the character NUL.",
      ...(formatted.path && { path: formatted.path }),
      extensions: { code: "BAD_USER_INPUT" },
    };
  }
  if (isBusy(original)) {
    return {
      message:
        "Too much is asked of this service at once. Try again in a moment, a command with the same idempotency key.",
      ...(formatted.path && { path: formatted.path }),
      extensions: { code: "SUBGRAPH_UNAVAILABLE" },
    };
  }
  if (isAway(original)) {
    return {
      message:
        "This service has lost its database. Try again in a moment, a command with the same idempotency key: it may have been done.",
      ...(formatted.path && { path: formatted.path }),
      extensions: { code: "SUBGRAPH_UNAVAILABLE" },
    };
  }
  return {
    message: "Something went wrong on our side. Try again; if it persists, report the correlation id.",
    ...(formatted.path && { path: formatted.path }),
    extensions: { code: fault },
  };
}

/** "Did you mean" tells names of the schema to whoever guesses, and Apollo Server how it is configured. */
function withoutSchema(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const { validationErrorCode, ...extensions } = formatted.extensions ?? {};
  const message =
    validationErrorCode === ApolloServerValidationErrorCode.INTROSPECTION_DISABLED
      ? "The schema cannot be read here; its public description is published with the product."
      : formatted.message.replace(/ ?Did you mean .+\?/s, "");
  return { ...formatted, message, extensions };
}

/** {@link maskFaults} for errors that do not pass through Apollo Server; they look like those that do. */
export function formatErrors(errors: readonly GraphQLError[]): GraphQLFormattedError[] {
  return errors.map((error) => {
    const { http: _status, ...extensions } = error.extensions;
    return maskFaults({ ...error.toJSON(), extensions: { ...extensions, code: extensions.code ?? fault } }, error);
  });
}

/** Logs the faults among `errors`, without what their messages may quote. */
export function logFaults(errors: readonly GraphQLError[], log: FastifyBaseLogger): void {
  for (const error of errors) {
    const original = error.originalError ?? error;
    if (original instanceof GraphQLError) continue;
    log.error({ fault: describeFault(original), path: error.path?.join(".") }, "a resolver failed");
  }
}
