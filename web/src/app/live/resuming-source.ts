import type { ExecutionResult, SubscriptionForwarder } from "@urql/core";
import { StreamEnd } from "../../lib/graphql/failure.ts";
import type { LiveSocket } from "./live-socket.ts";

/**
 * Sends subscriptions through the socket. What is sent is one object for as long as a subscription lives: the socket
 * writes it out anew after each reconnect, so the last cursor that it carries is where the server goes on.
 */
export function resumingSource(socket: Pick<LiveSocket, "subscribe">): SubscriptionForwarder {
  return (body) => {
    const payload = {
      // A persisted operation has no text, and the protocol insists on one.
      query: body.query ?? "",
      operationName: body.operationName,
      variables: { ...body.variables } as Record<string, unknown>,
      extensions: { ...body.extensions },
    };
    return {
      subscribe(sink) {
        let hadErrors = false;
        const unsubscribe = socket.subscribe(payload, {
          next(result) {
            const cursor = cursorOf(result.data);
            if (cursor !== undefined) {
              payload.variables.after = cursor;
            }
            // The client would show one event's errors on all that follow it, unless each says that it has none.
            sink.next((hadErrors ? { errors: [], ...result } : result) as ExecutionResult);
            hadErrors ||= result.errors !== undefined;
          },
          // As a failure of its own: the client would repeat the last event along with a mere list of errors.
          error: (failure) => sink.error(Array.isArray(failure) ? new StreamEnd(failure) : failure),
          complete: () => sink.error(new StreamEnd([])),
        });
        return { unsubscribe };
      },
    };
  };
}

/** The cursor of an event, which stands in the subscription's one field; undefined when its kind has none. */
export function cursorOf(data: unknown): string | undefined {
  if (typeof data !== "object" || data === null) {
    return undefined;
  }
  for (const event of Object.values(data)) {
    if (typeof event === "object" && event !== null && "cursor" in event && typeof event.cursor === "string") {
      return event.cursor;
    }
  }
  return undefined;
}
