import { randomUUID } from "node:crypto";
import type { ExecutionResult, FormattedExecutionResult } from "graphql";
import type { FormatError } from "../gateway/response.errors.ts";
import { limits } from "../limits/router.limits.ts";
import { withinCorrelation } from "../telemetry/correlation.scope.ts";
import type { SubscriptionMetrics } from "../telemetry/subscription.metrics.ts";
import type { Variables } from "./primary.operation.ts";
import type { SubscriptionPlan } from "./subscription.graph.ts";
import type { Viewer } from "./viewer.audience.ts";

interface EventToJoin {
  readonly plan: SubscriptionPlan;
  readonly variables: Variables;
  /** In whose name the other subgraphs are asked. */
  readonly viewer: Viewer;
  readonly event: FormattedExecutionResult;
}

/** Makes of one event what clients are sent. Never rejects: a fault becomes a result that says so. */
export type JoinEvent = (subject: EventToJoin) => Promise<FormattedExecutionResult>;

export function createEventJoin(formatError: FormatError, metrics: SubscriptionMetrics): JoinEvent {
  async function joined({ plan, variables, viewer, event }: EventToJoin, correlationId: string) {
    // The gateway's notes on missing non-null values stand in the extensions; they are meant for its own developers.
    const { extensions: _, ...result } = await plan.join(event as ExecutionResult, variables, {
      authorization: viewer.authorization,
      anonymous: viewer.anonymous,
      correlationId,
      clientAddress: viewer.address,
      deadline: performance.now() + limits.operationTimeout,
    });
    if (result.errors === undefined) return result as FormattedExecutionResult;
    return { ...result, errors: result.errors.map((error) => formatError(error.toJSON(), error)) };
  }

  return (subject) => {
    const arrived = performance.now();
    const correlationId = randomUUID();
    return withinCorrelation(correlationId, () =>
      joined(subject, correlationId)
        .catch((error: unknown) => ({ data: null, errors: [formatError({ message: "" }, error)] }))
        .finally(() => metrics.observeJoin((performance.now() - arrived) / 1000)),
    );
  };
}
