import type { FormattedExecutionResult } from "graphql";
import type { FormatError } from "../gateway/response.errors.ts";
import { limits } from "../limits/router.limits.ts";
import type { SubscriptionMetrics } from "../telemetry/subscription.metrics.ts";
import { createSink, type Sink } from "./client.sink.ts";
import type { JoinEvent } from "./event.join.ts";
import { createOrderedWork } from "./ordered.work.ts";
import type { Variables } from "./primary.operation.ts";
import { bufferOverflow } from "./subscription.failure.ts";
import type { SubscriptionPlan } from "./subscription.graph.ts";
import type { UpstreamFeeds } from "./upstream.feed.ts";
import type { Audience } from "./viewer.audience.ts";

/** One subscription with its variables for one audience: each event is joined once, for all operations that take it. */
export interface EventStream {
  /** @param left called once, when this operation takes nothing more */
  open(left: () => void): AsyncGenerator<FormattedExecutionResult, void, void>;
}

export interface EventStreamOptions {
  readonly feeds: UpstreamFeeds;
  readonly join: JoinEvent;
  readonly formatError: FormatError;
  readonly metrics: SubscriptionMetrics;
}

interface Subject {
  readonly plan: SubscriptionPlan;
  readonly variables: Variables;
  readonly audience: Audience;
  /** Each event says everything, so that a newcomer is well served with the latest. */
  readonly latestFirst: boolean;
}

/** @param over called once, when it takes nobody more */
export function openStream(options: EventStreamOptions, subject: Subject, over: () => void): EventStream {
  const { feeds, join, formatError, metrics } = options;
  const { plan, variables, audience, latestFirst } = subject;
  const { resultsPerOperation, deliveriesPerTurn, eventsPerStream, joinsPerStream } = limits.subscriptions;
  const { holdEventsAt, resumeEventsAt } = limits.subscriptions;
  const sinks = new Set<Sink<FormattedExecutionResult>>();
  const closed = metrics.streamOpened();
  let latest: FormattedExecutionResult | undefined;
  let done = false;

  const work = createOrderedWork<FormattedExecutionResult, FormattedExecutionResult>({
    concurrency: joinsPerStream,
    capacity: eventsPerStream,
    perTurn: () => Math.ceil(deliveriesPerTurn / Math.max(1, sinks.size)),
    work: (event) => join({ plan, variables, viewer: audience.speaker(), event }),
    leave: deliver,
  });

  /** A replay comes as fast as the subgraph reads its log, which may be faster than joins can be asked for. */
  function regulate(): void {
    if (work.size() >= holdEventsAt) upstream.hold();
    else if (work.size() <= resumeEventsAt) upstream.resume();
  }

  function deliver(result: FormattedExecutionResult): void {
    regulate();
    if (latestFirst) latest = result;
    metrics.countDeliveries(sinks.size);
    for (const sink of [...sinks]) {
      if (sink.push(result)) continue;
      metrics.countOverflow("operation");
      sink.end(bufferOverflow(formatError));
    }
  }

  function finish(): void {
    if (done) return;
    done = true;
    over();
    closed();
    upstream.leave();
  }

  /** What has arrived is delivered first: it may be what the client resumes from. */
  function end(reason: Error | undefined): void {
    if (done) return;
    finish();
    work.end(() => {
      for (const sink of [...sinks]) sink.end(reason);
    });
  }

  const upstream = feeds.listen(plan.primary, variables, audience, {
    event(event) {
      if (work.push(event)) {
        regulate();
        return;
      }
      metrics.countOverflow("stream");
      end(bufferOverflow(formatError));
    },
    ended: end,
  });

  return {
    open(left) {
      const sink = createSink<FormattedExecutionResult>(resultsPerOperation, () => {
        sinks.delete(sink);
        left();
        if (sinks.size > 0) return;
        finish();
        work.abandon();
      });
      sinks.add(sink);
      if (latest !== undefined) sink.push(latest);
      return sink.values;
    },
  };
}
