import type { CombinedError } from "@urql/core";

/** What of an answer is missing because a service failed; null when everything that was asked for arrived. */
export type Failure = "offline" | "unavailable";

/**
 * Why a root field of a partial answer is null: its service failed, without a network it was not kept, or there is simply
 * nothing (null).
 */
export function failureOf(error: CombinedError | undefined, ...path: string[]): Failure | null {
  if (error === undefined) {
    return path.length === 1 && !navigator.onLine ? "offline" : null;
  }
  if (error.networkError) {
    return "offline";
  }
  const touches = error.graphQLErrors.some(
    ({ path: at }) => at === undefined || path.every((key, index) => at[index] === undefined || at[index] === key),
  );
  return touches ? "unavailable" : null;
}

/** The server ended a subscription: with errors, or without saying why. */
export class StreamEnd extends Error {
  override readonly name = "StreamEnd";
  readonly codes: readonly unknown[];

  constructor(errors: readonly { readonly extensions?: Readonly<Record<string, unknown>> }[]) {
    super("The server ended the subscription.");
    this.codes = errors.map(({ extensions }) => extensions?.code);
  }
}

/** Whether the server said that nobody is signed in (any more). */
export function isSessionEnd(error: CombinedError): boolean {
  const response: unknown = error.response;
  const status = response instanceof Response ? response.status : undefined;
  const codes =
    error.networkError instanceof StreamEnd
      ? error.networkError.codes
      : error.graphQLErrors.map(({ extensions }) => extensions.code);
  return status === 401 || codes.includes("UNAUTHENTICATED");
}
