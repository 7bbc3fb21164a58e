import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute, type GraphQLError } from "graphql";
import { logFaults } from "../graphql/fault.masking.ts";
import type { RequestContext } from "../graphql/request.context.ts";
import type { SubscriptionContext } from "./subscription.context.ts";
import type { SubscriptionMetrics } from "./subscription.metrics.ts";

/** Ends a subscription before its subscriber leaves; the subscriber is told why. */
export class SubscriptionFailure extends Error {
  override readonly name = "SubscriptionFailure";
  constructor(readonly errors: readonly GraphQLError[]) {
    super("The subscription failed.");
  }
}

export interface Subscription {
  /** The operation; its context is the one in which the subscription is made, events have their own. */
  readonly operation: ExecutionArgs & { readonly contextValue: SubscriptionContext };
  /** The name of its root field, for metrics. */
  readonly field: string;
  /** A context that has loaded nothing yet, in which the subscriber may do what they may at the moment. */
  readonly eventContext: () => Promise<RequestContext>;
  /** Aborts the context's signal. */
  readonly stop: () => void;
  readonly metrics: SubscriptionMetrics;
}

/**
 * The answers of a subscription, one execution per event, pulled one by one: a slow subscriber holds back its own source
 * and nothing else. `return()` ends it even while it waits for an event, which a generator alone would not.
 */
export function deliver(subscription: Subscription): AsyncGenerator<ExecutionResult, void, void> {
  const answers = answersOf(subscription);
  return {
    next: () => answers.next(),
    return: () => {
      subscription.stop();
      return answers.return();
    },
    throw: (error) => {
      subscription.stop();
      return answers.throw(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: async () => {
      subscription.stop();
      await answers.return();
    },
  };
}

async function* answersOf(subscription: Subscription): AsyncGenerator<ExecutionResult, void, void> {
  const { metrics, field, stop } = subscription;
  try {
    const source = await openSource(subscription);
    metrics.open.inc({ field });
    try {
      for await (const event of source) {
        const answer = await answerTo(event, subscription);
        if (answer) yield answer;
      }
    } finally {
      metrics.open.dec({ field });
    }
  } finally {
    stop();
  }
}

async function openSource({ operation }: Subscription): Promise<AsyncIterable<unknown>> {
  const { audit, log } = operation.contextValue;
  const source = await createSourceEventStream(operation);
  // A refusal leaves a trace before it is told.
  await audit.flush();
  if (Symbol.asyncIterator in source) return source;
  const errors = source.errors ?? [];
  logFaults(errors, log);
  throw new SubscriptionFailure(errors);
}

/** The answer to one event; undefined when the viewer may not see it. */
async function answerTo(event: unknown, subscription: Subscription): Promise<ExecutionResult | undefined> {
  const { operation, field, metrics } = subscription;
  const context = await subscription.eventContext();
  const answer = await execute({ ...operation, rootValue: event, contextValue: context });
  // Nobody sees patient data without a trace: a trail that cannot be written ends the subscription here.
  await context.audit.flush();
  const errors = answer.errors ?? [];
  logFaults(errors, context.log);
  if (hasRoot(answer)) {
    metrics.events.inc({ field, outcome: "delivered" });
    return answer;
  }
  if (errors.every((error) => error.extensions.code === "FORBIDDEN")) {
    metrics.events.inc({ field, outcome: "skipped" });
    return undefined;
  }
  metrics.events.inc({ field, outcome: "failed" });
  // Going on would lose this event, whose cursor the subscriber never saw: let them resume from the one before.
  throw new SubscriptionFailure(errors);
}

function hasRoot({ data }: ExecutionResult): boolean {
  return Object.values(data ?? {}).some((root) => root !== null);
}
