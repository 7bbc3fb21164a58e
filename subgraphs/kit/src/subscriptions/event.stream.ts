import type { LoggedEvent } from "../outbox/logged.event.ts";
import { positionAfter, streamCursor } from "./stream.cursor.ts";
import type { SubscriptionContext } from "./subscription.context.ts";

/** An event on its way to one subscriber: the root value from which the subscription's field is resolved. */
export interface StreamedEvent {
  /** Pass it as `after` to be told of what follows this event. */
  readonly cursor: string;
  readonly event: LoggedEvent;
}

export interface EventStreamOptions {
  /** The subscription's root field: cursors are bound to it. */
  readonly field: string;
  /** The cursor of the last event that the subscriber knows; what was missed since is replayed. Without one: what is to come. */
  readonly after: string | null | undefined;
  /** These types alone; undefined means all. */
  readonly types?: readonly string[];
  /** Narrows before anything is loaded. No permission: who may see an event is decided by the field's resolver, each time. */
  readonly wants?: (event: LoggedEvent) => boolean;
}

/**
 * The subgraph's own events for one viewer, as the `subscribe` function of a subscription answers with.
 * Imported history is not among them: it is no news, and an import would flood every subscriber.
 * @throws ResumeNotPossibleError when the log cannot be followed from `after` without a gap.
 */
export async function eventStream(
  context: SubscriptionContext,
  options: EventStreamOptions,
): Promise<AsyncIterable<StreamedEvent>> {
  const { eventLog } = context;
  const scope = { organizationId: context.viewer.organizationId, field: options.field };
  const after =
    options.after === null || options.after === undefined
      ? await eventLog.head()
      : await positionAfter(eventLog, options.after, scope);
  return follow();

  async function* follow(): AsyncGenerator<StreamedEvent> {
    const events = eventLog.follow({
      after,
      organizationId: scope.organizationId,
      signal: context.signal,
      ...(options.types && { types: options.types }),
    });
    for await (const event of events) {
      if (event.imported || options.wants?.(event) === false) continue;
      yield { cursor: streamCursor(eventLog, event.position, scope), event };
    }
    // A bare end would look as if there were nothing more to come.
    if (!context.signal.aborted) throw new Error("The log of events was closed while it was followed.");
  }
}
