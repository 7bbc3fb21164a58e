/** What the router itself answers with, for schema/ERRORS.md. */
export const routerErrors = {
  operations: [
    {
      code: "UNAUTHENTICATED",
      http: "401",
      meaning: "no access token, or one that is expired, forged, for another audience or revoked",
      remedy: "get a new token, or sign in again",
    },
    {
      code: "SUBGRAPH_UNAVAILABLE",
      http: "200",
      meaning:
        "one service did not answer (`extensions.service`), has lost its database, or is asked too much at once; the rest of the answer is there",
      remedy: "retry the fields that are null, with backoff; a command with the same idempotency key",
    },
    {
      code: "QUERY_TOO_DEEP",
      http: "400",
      meaning: "the operation is nested deeper than 12 levels",
      remedy: "split it",
    },
    {
      code: "QUERY_TOO_COMPLEX",
      http: "400",
      meaning: "too many fields, root fields or aliases",
      remedy: "split it, or page with smaller lists",
    },
    {
      code: "PERSISTED_QUERY_NOT_FOUND",
      http: "200",
      meaning: "the hash names no known document; documents are not registered at run time",
      remedy: "send the document itself",
    },
    {
      code: "PERSISTED_QUERY_NOT_SUPPORTED",
      http: "200",
      meaning: "persisted documents are switched off here",
      remedy: "send the document itself",
    },
    {
      code: "GRAPHQL_PARSE_FAILED",
      http: "400",
      meaning: "the document is not GraphQL",
      remedy: "correct it",
    },
    {
      code: "GRAPHQL_VALIDATION_FAILED",
      http: "400",
      meaning: "the document does not fit the schema",
      remedy: "correct it",
    },
    {
      code: "OPERATION_RESOLUTION_FAILURE",
      http: "400",
      meaning: "the document has several operations and `operationName` picks none",
      remedy: "name one",
    },
    {
      code: "BAD_REQUEST",
      http: "400",
      meaning: "the HTTP request is not one that GraphQL can be asked with",
      remedy: "correct it",
    },
    {
      code: "INTERNAL_SERVER_ERROR",
      http: "200 or 500",
      meaning: "a fault of ours; nothing of a command was written",
      remedy: "retry once, then report the correlation id",
    },
  ],
  subscriptions: [
    {
      code: "SUBSCRIPTION_BUFFER_OVERFLOW",
      meaning: "results came faster than the client took them; those before it are all there",
      remedy: "subscribe again with the last cursor as `after`",
    },
    {
      code: "SUBGRAPH_UNAVAILABLE",
      meaning: "the service that has the events did not answer, and where to go on was not known",
      remedy: "subscribe again with the last cursor, with backoff",
    },
    {
      code: "TOO_MANY_SUBSCRIPTIONS",
      meaning: "too many operations on one socket (50), or too many sockets of one account",
      remedy: "close what is no longer needed",
    },
  ],
  http: [
    {
      code: "CSRF_HEADER_REQUIRED",
      http: "403",
      meaning: "a request with the session cookie lacks the header `x-careconnect-csrf`",
      remedy: "send it, with any value",
    },
    {
      code: "ORIGIN_NOT_ALLOWED",
      http: "403",
      meaning: "a page of another origin opens a socket with the session cookie, or asks `/session`",
      remedy: "have the origin allowed, or send a token instead",
    },
    {
      code: "RATE_LIMITED",
      http: "429",
      meaning: "too many attempts or open sockets; `Retry-After` says how many seconds to wait",
      remedy: "wait",
    },
    {
      code: "REQUEST_TOO_LARGE",
      http: "413",
      meaning: "the body is larger than 1 MiB, or a file larger than any may be",
      remedy: "send less",
    },
    {
      code: "REQUEST_TIMEOUT",
      http: "408 or 503",
      meaning: "the request was not complete, or not answered, in time",
      remedy: "retry",
    },
    { code: "NOT_FOUND", http: "404", meaning: "there is nothing at this address", remedy: "correct it" },
    {
      code: "FILE_LINK_INVALID",
      http: "404",
      meaning: "a link to a file is forged or good no more, or what it leads to may not be read any more",
      remedy: "ask for another one",
    },
    {
      code: "UPLOAD_MISMATCH",
      http: "400",
      meaning: "a file is sent with another length or type than was announced",
      remedy: "send the headers that came with the link",
    },
    {
      code: "UPLOAD_REPEATED",
      http: "409",
      meaning: "the file was sent already",
      remedy: "complete the upload",
    },
    {
      code: "WEBHOOK_INVALID",
      http: "400",
      meaning: "what calls itself Stripe's is not signed with the secret of this endpoint, or was signed too long ago",
      remedy: "give STRIPE_WEBHOOK_SECRET the endpoint's signing secret, and set the clock",
    },
    {
      code: "GATEWAY_UNAVAILABLE",
      http: "503",
      meaning: "an event of the payment gateway cannot be heeded now",
      remedy: "nothing: Stripe tells it again",
    },
  ],
} as const;
