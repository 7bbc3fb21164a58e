import type { FormattedExecutionResult, GraphQLFormattedError } from "graphql";
import { unauthenticated } from "../gateway/operation.policy.ts";
import type { FormatError } from "../gateway/response.errors.ts";
import { limits } from "../limits/router.limits.ts";
import type { Logger } from "../telemetry/log.writer.ts";
import type { SubscriptionMetrics } from "../telemetry/subscription.metrics.ts";
import type { PrimaryOperation, Question, Variables } from "./primary.operation.ts";
import { CredentialsExpired, failureAtSubgraph, subgraphUnavailable } from "./subscription.failure.ts";
import type { Loss, UpstreamConnections, UpstreamSubscription } from "./upstream.connection.ts";
import type { Audience, Viewer } from "./viewer.audience.ts";

export interface FeedListener {
  /** The event belongs to all listeners: none may change it. */
  event(event: FormattedExecutionResult): void;
  /** @param reason undefined when the subgraph said in peace that nothing more will come */
  ended(reason: Error | undefined): void;
}

/** One listener's hold on a feed. */
export interface FeedSubscription {
  /** Lets nothing more come for now, apart from what is on its way. */
  hold(): void;
  resume(): void;
  /** The first one leaving disturbs nobody, the last one ends the feed at the subgraph. */
  leave(): void;
}

/** The events of one primary operation, for one audience. */
export interface UpstreamFeeds {
  listen(primary: PrimaryOperation, variables: Variables, audience: Audience, listener: FeedListener): FeedSubscription;
}

export interface UpstreamFeedOptions {
  readonly connections: UpstreamConnections;
  readonly formatError: FormatError;
  readonly metrics: SubscriptionMetrics;
  readonly logger: Logger;
}

interface Feed {
  readonly listeners: Set<FeedListener>;
  /** Those for whom events come too fast. */
  readonly holding: Set<FeedListener>;
  /** To be called after `holding` has changed. */
  regulate(): void;
  close(): void;
}

const { upstream: limit } = limits.subscriptions;

function pick(variables: Variables, question: Question): Record<string, unknown> {
  return Object.fromEntries(
    question.uses.flatMap((name) => (variables[name] === undefined ? [] : [[name, variables[name]]])),
  );
}

function openFeed(
  { connections, formatError, metrics, logger }: UpstreamFeedOptions,
  primary: PrimaryOperation,
  variables: Variables,
  audience: Audience,
  over: () => void,
): Feed {
  const { service, resumption } = primary;
  const listeners = new Set<FeedListener>();
  const holding = new Set<FeedListener>();
  const closed = metrics.upstreamOpened(service);
  const start = primary.startsAfter(variables);
  let position = typeof start === "string" ? start : undefined;
  let source: UpstreamSubscription | undefined;
  let retry: NodeJS.Timeout | undefined;
  let attempts = 0;
  let awaySince: number | undefined;
  let done = false;

  function close(): void {
    if (done) return;
    done = true;
    clearTimeout(retry);
    over();
    closed();
    source?.leave();
  }

  function end(reason: Error | undefined): void {
    if (done) return;
    close();
    for (const listener of [...listeners]) listener.ended(reason);
  }

  function open(): void {
    const speaker = audience.speaker();
    const resuming = resumption !== undefined && position !== undefined;
    const question = resuming ? resumption.question : primary.question;
    const values = pick(variables, question);
    source = connections
      .to(service, speaker)
      .subscribe(question.query, resuming ? { ...values, [resumption.variable]: position } : values, {
        event(event) {
          // Without data it is not an event but the answer to the question: it could not be asked.
          if (event.data === undefined) {
            refused(event.errors ?? [], speaker);
            return;
          }
          awaySince = undefined;
          metrics.countEvent(service);
          position = resumption?.cursorOf(event.data) ?? position;
          for (const listener of listeners) listener.event(event);
        },
        failed: (errors) => refused(errors, speaker),
        completed: () => end(undefined),
        lost: (loss) => recover(loss, speaker),
      });
    if (holding.size > 0) source.hold();
  }

  function refused(errors: readonly GraphQLFormattedError[], speaker: Viewer): void {
    if (errors.some(({ extensions }) => extensions?.code === "UNAUTHENTICATED")) tokenRefused(errors, speaker);
    else end(failureAtSubgraph(service, errors, formatError));
  }

  function tokenRefused(errors: readonly GraphQLFormattedError[], speaker: Viewer): void {
    // Another member may have come with a token that lasts longer: each of them may speak for all.
    if (audience.speaker().key !== speaker.key) {
      source?.leave();
      open();
    } else if (speaker.expiresAt - Date.now() < limit.clockSkew) end(new CredentialsExpired());
    else end(failureAtSubgraph(service, errors, formatError));
  }

  function recover(loss: Loss, speaker: Viewer): void {
    if (done) return;
    if (loss.kind === "refused") {
      tokenRefused([unauthenticated().toJSON()], speaker);
      return;
    }
    const now = Date.now();
    if ((loss.lasted ?? 0) > limit.settled) {
      attempts = 0;
      awaySince = undefined;
    }
    awaySince ??= now;
    const known = resumption !== undefined && position !== undefined;
    const first = attempts === 0 && loss.lasted === undefined;
    const hopeless = !known || first || now - awaySince > limit.outage;
    logger.warn(
      { subgraph: service, reason: loss.reason, attempts, resumes: !hopeless },
      "subscription lost its subgraph",
    );
    if (hopeless) {
      end(subgraphUnavailable(service, formatError));
      return;
    }
    const wait = Math.min(limit.lastRetry, limit.firstRetry * 2 ** attempts) * (0.5 + Math.random() / 2);
    attempts += 1;
    retry = setTimeout(() => {
      metrics.countReconnect(service);
      open();
    }, wait);
  }

  // Listeners are added by the caller before anything can arrive.
  open();
  return {
    listeners,
    holding,
    regulate() {
      if (holding.size > 0) source?.hold();
      else source?.resume();
    },
    close,
  };
}

export function createUpstreamFeeds(options: UpstreamFeedOptions): UpstreamFeeds {
  const shared = new Map<string, Feed>();

  function feedFor(primary: PrimaryOperation, variables: Variables, audience: Audience): Feed {
    const { service, question } = primary;
    const after = primary.startsAfter(variables);
    // What one client missed is replayed to that client alone: a second listener would come too late for its part of it.
    if (after !== undefined && after !== null) return openFeed(options, primary, variables, audience, () => undefined);
    const key = JSON.stringify([service, question.query, pick(variables, question), audience.key]);
    const found = shared.get(key);
    if (found !== undefined) return found;
    const feed = openFeed(options, primary, variables, audience, () => shared.delete(key));
    shared.set(key, feed);
    return feed;
  }

  return {
    listen(primary, variables, audience, listener) {
      const feed = feedFor(primary, variables, audience);
      feed.listeners.add(listener);
      const release = () => {
        if (feed.holding.delete(listener)) feed.regulate();
      };
      return {
        hold() {
          if (feed.holding.has(listener)) return;
          feed.holding.add(listener);
          feed.regulate();
        },
        resume: release,
        leave() {
          release();
          feed.listeners.delete(listener);
          if (feed.listeners.size === 0) feed.close();
        },
      };
    },
  };
}
