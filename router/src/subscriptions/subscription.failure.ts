import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { unavailable } from "../gateway/fetch.failure.ts";
import type { FormatError } from "../gateway/response.errors.ts";

/** Ends client operations with errors that are fit to be seen: never a bare end, which clients take for success. */
export class SubscriptionFailure extends Error {
  override readonly name = "SubscriptionFailure";

  constructor(readonly errors: readonly GraphQLFormattedError[]) {
    super(errors.map(({ extensions }) => String(extensions?.code)).join(", "));
  }
}

/** Ends the client's socket, so that the client comes back with fresh credentials. */
export class CredentialsExpired extends Error {
  override readonly name = "CredentialsExpired";
}

/** What a client sees of errors that a subgraph raised. */
export function failureAtSubgraph(
  service: string,
  errors: readonly GraphQLFormattedError[],
  formatError: FormatError,
): SubscriptionFailure {
  return new SubscriptionFailure(
    errors.map(({ message, path, extensions }) => {
      const error = new GraphQLError(message, {
        ...(path === undefined ? {} : { path }),
        extensions: { ...extensions, serviceName: service },
      });
      return formatError(error.toJSON(), error);
    }),
  );
}

export function subgraphUnavailable(service: string, formatError: FormatError): SubscriptionFailure {
  const { code, clientMessage } = unavailable(service, "unreachable");
  const error = new GraphQLError(clientMessage, { extensions: { code, service } });
  return new SubscriptionFailure([formatError(error.toJSON(), error)]);
}

export function bufferOverflow(formatError: FormatError): SubscriptionFailure {
  const error = new GraphQLError(
    "Results came faster than they could be taken. Subscribe again after the last cursor that arrived.",
    { extensions: { code: "SUBSCRIPTION_BUFFER_OVERFLOW" } },
  );
  return new SubscriptionFailure([formatError(error.toJSON(), error)]);
}

/** @param what what there is too much of, for people */
export function tooMany(what: string): GraphQLError {
  return new GraphQLError(`${what} Close what is no longer needed, then try again.`, {
    extensions: { code: "TOO_MANY_SUBSCRIPTIONS" },
  });
}
