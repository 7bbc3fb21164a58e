import { GraphQLError } from "graphql";

/** A request that is answered with a reason instead of a result. */
export class RequestRefusal extends Error {
  override readonly name = "RequestRefusal";

  constructor(
    /** The HTTP status of the answer. */
    readonly statusCode: number,
    /** Stable, for programs. */
    readonly code: string,
    /** For people: what to do. */
    message: string,
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
  }

  /** The same refusal as an answer of the GraphQL endpoint. */
  toGraphQL(): GraphQLError {
    return new GraphQLError(this.message, { extensions: { code: this.code, http: { status: this.statusCode } } });
  }
}

export const csrfHeader = "x-careconnect-csrf";

/** Another site's page can make a browser send our cookie, but not this header. */
export function csrfHeaderRequired(): RequestRefusal {
  return new RequestRefusal(
    403,
    "CSRF_HEADER_REQUIRED",
    `Send the header ${csrfHeader}: 1 with a request that uses the session cookie.`,
  );
}

export function identityUnavailable(): RequestRefusal {
  return new RequestRefusal(
    503,
    "SUBGRAPH_UNAVAILABLE",
    "The identity service is unavailable. Please try again in a moment.",
  );
}

export function webhooksUnavailable(): RequestRefusal {
  return new RequestRefusal(
    503,
    "SUBGRAPH_UNAVAILABLE",
    "The service that is told of payments is unavailable. Please tell it again in a moment.",
  );
}

export function filesUnavailable(): RequestRefusal {
  return new RequestRefusal(
    503,
    "SUBGRAPH_UNAVAILABLE",
    "The service that keeps files is unavailable. Please try again in a moment.",
  );
}
