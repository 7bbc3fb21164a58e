import type { RequestContext } from "../graphql/request.context.ts";
import type { EventLog } from "../outbox/event.log.ts";

/**
 * What a subscription's `subscribe` function is given. Resolvers are given a {@link RequestContext} of their own for
 * each event.
 */
export interface SubscriptionContext extends RequestContext {
  readonly eventLog: EventLog;
  /** Aborts when the subscriber is gone: the source must end then. */
  readonly signal: AbortSignal;
}
