import type { AnyVariables, Client, CombinedError, TypedDocumentNode } from "@urql/core";
import { mayGoOn } from "./stream-failure.ts";

const firstWaitMilliseconds = 1_000;
const longestWaitMilliseconds = 60_000;
// The protocol does not tell when the server has begun to listen; this is ample for it.
const settleMilliseconds = 1_500;

interface StreamReader<Data, Variables extends AnyVariables> {
  /** Asked each time that the stream is opened. */
  readonly variables: () => Variables;
  /** Undefined where the event could not be told whole. */
  readonly onEvent: (data: Data | undefined) => void;
  /** The server listens, also after the stream was opened again. */
  readonly onOpened?: () => void;
  /** The server ended the stream. */
  readonly onEnd?: (error: CombinedError, goesOn: boolean) => void;
}

/**
 * Reads a subscription until the returned function is called. The socket comes back by itself after a lost network;
 * a stream that the server ended is opened again here, later after each failure.
 */
export function followStream<Data, Variables extends AnyVariables>(
  client: Client,
  query: TypedDocumentNode<Data, Variables>,
  { variables, onEvent, onOpened, onEnd }: StreamReader<Data, Variables>,
): () => void {
  let failures = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let opening: ReturnType<typeof setTimeout> | undefined;
  let stop = () => {
    // Nothing is followed yet.
  };

  function follow(): void {
    const { unsubscribe } = client.subscription(query, variables()).subscribe(({ data, error }) => {
      if (error?.networkError) {
        stop();
        ended(error);
        return;
      }
      failures = 0;
      onEvent(data);
    });
    stop = unsubscribe;
    opening = onOpened && afterOpening(onOpened);
  }

  function ended(error: CombinedError): void {
    clearTimeout(opening);
    const goesOn = mayGoOn(error);
    onEnd?.(error, goesOn);
    if (goesOn) {
      const wait = Math.min(longestWaitMilliseconds, firstWaitMilliseconds * 2 ** failures);
      failures += 1;
      retry = setTimeout(follow, wait * (0.5 + Math.random()));
    }
  }

  follow();
  return () => {
    clearTimeout(opening);
    clearTimeout(retry);
    stop();
  };
}

/** Calls `read` once the server listens for a stream that was opened just now: what changed before is told by nobody. */
export function afterOpening(read: () => void): ReturnType<typeof setTimeout> {
  return setTimeout(read, settleMilliseconds);
}
