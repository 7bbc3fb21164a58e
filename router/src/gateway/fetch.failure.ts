import type { GraphQLFormattedError } from "graphql";
import type { FetchOutcome } from "../telemetry/router.metrics.ts";

/** Why a fetch from a subgraph brought no usable data. */
export class FetchFailure extends Error {
  override readonly name = "FetchFailure";

  constructor(
    readonly outcome: FetchOutcome,
    readonly code: string,
    readonly clientMessage: string,
    /** What the subgraph itself said, when it answered in GraphQL's terms. */
    readonly errors?: readonly GraphQLFormattedError[],
    /** For the log alone. */
    readonly reason?: string,
  ) {
    super(clientMessage);
  }
}

export function unavailable(service: string, outcome: FetchOutcome, reason?: string): FetchFailure {
  const message = `The ${service} service is unavailable. Its part of the answer is missing; please try again in a moment.`;
  return new FetchFailure(outcome, "SUBGRAPH_UNAVAILABLE", message, undefined, reason);
}

const timeouts = new Set([
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
  "UND_ERR_ABORTED",
]);

/** Reads a transport error of the pool; anything unknown counts as unreachable. */
export function failureOfTransport(service: string, error: unknown): FetchFailure {
  if (error instanceof FetchFailure) return error;
  if (error instanceof SyntaxError) return unavailable(service, "invalid", "the answer is not JSON");
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const timedOut = timeouts.has(code) || (error instanceof Error && error.name === "TimeoutError");
  return unavailable(
    service,
    timedOut ? "timeout" : "unreachable",
    code || (error instanceof Error ? error.name : "unknown"),
  );
}

/** Reads an answer outside 200–299. A subgraph that explains itself in GraphQL's terms is quoted. */
export function failureOfStatus(service: string, status: number, body: string): FetchFailure {
  if (status >= 500) return unavailable(service, "server_error", `status ${status}`);
  const errors = graphqlErrors(body);
  if (errors !== undefined) return new FetchFailure("refused", "", "", errors, `status ${status}`);
  if (status === 401)
    return new FetchFailure("refused", "UNAUTHENTICATED", "Sign in to continue.", undefined, "status 401");
  if (status === 403)
    return new FetchFailure("refused", "FORBIDDEN", "You are not allowed to do this.", undefined, "status 403");
  if (status === 429) {
    return new FetchFailure(
      "refused",
      "RATE_LIMITED",
      "Too many requests; please try again in a moment.",
      undefined,
      "status 429",
    );
  }
  return unavailable(service, "invalid", `status ${status}`);
}

function graphqlErrors(body: string): readonly GraphQLFormattedError[] | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== "object" || parsed === null || !("errors" in parsed) || !Array.isArray(parsed.errors))
      return undefined;
    return parsed.errors.filter((error) => typeof error?.message === "string");
  } catch {
    return undefined;
  }
}
