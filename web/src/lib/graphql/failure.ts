import type { CombinedError } from "@urql/core";

/** What of an answer is missing because a service failed; null when everything that was asked for arrived. */
export type Failure = "offline" | "unavailable";

/** Why a root field of a partial answer is null: its service failed, or there is simply nothing (null). */
export function failureOf(error: CombinedError | undefined, ...path: string[]): Failure | null {
  if (error === undefined) {
    return null;
  }
  if (error.networkError) {
    return "offline";
  }
  const touches = error.graphQLErrors.some(
    ({ path: at }) => at === undefined || path.every((key, index) => at[index] === undefined || at[index] === key),
  );
  return touches ? "unavailable" : null;
}

/** Whether the server said that nobody is signed in (any more). */
export function isSessionEnd(error: CombinedError): boolean {
  const response: unknown = error.response;
  const status = response instanceof Response ? response.status : undefined;
  return status === 401 || error.graphQLErrors.some(({ extensions }) => extensions.code === "UNAUTHENTICATED");
}
