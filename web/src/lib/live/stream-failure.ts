import type { CombinedError } from "@urql/core";
import { isSessionEnd, StreamEnd } from "../graphql/failure.ts";

const badRequest = 4400;
const unauthorized = 4401;

/**
 * Whether another try may succeed: the network failed, or the server closed the socket for a reason that passes, such
 * as credentials that expired (4403). A mistake of ours is an Error, and would be the same mistake each time.
 */
export function isRetryable(failure: unknown): boolean {
  if (typeof failure !== "object" || failure === null) {
    return false;
  }
  if ("code" in failure && typeof failure.code === "number") {
    return failure.code !== badRequest && failure.code !== unauthorized;
  }
  // A browser says of a connection that could not be opened only that there was an error.
  return failure instanceof Event && failure.type === "error";
}

/** Whether a stream that ended with this error may be opened again. */
export function mayGoOn(error: CombinedError): boolean {
  const end = error.networkError;
  if (isSessionEnd(error)) {
    return false;
  }
  return end instanceof StreamEnd ? !end.codes.includes("FORBIDDEN") : isRetryable(end);
}
