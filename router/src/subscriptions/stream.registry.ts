import type { FormattedExecutionResult } from "graphql";
import { type EventStream, type EventStreamOptions, openStream } from "./event.stream.ts";
import type { PreparedSubscription } from "./operation.reader.ts";
import type { Variables } from "./primary.operation.ts";
import { sharedFields } from "./shared.fields.ts";
import { createAudiences, type Viewer } from "./viewer.audience.ts";

/** All running streams. */
export interface StreamRegistry {
  /** @param variables the operation's own, validated */
  open(
    prepared: PreparedSubscription,
    variables: Variables,
    viewer: Viewer,
  ): AsyncGenerator<FormattedExecutionResult, void, void>;
}

/** Who is given the same results. What is joined is asked in one viewer's name, so only that viewer may see it. */
function audienceKey({ plan }: PreparedSubscription, viewer: Viewer): { key: string; shared: boolean } {
  const shared = !plan.joined && viewer.group !== undefined && sharedFields.has(plan.primary.field);
  return { shared, key: shared ? `group ${viewer.group}` : `viewer ${viewer.key}` };
}

export function createStreamRegistry(options: EventStreamOptions): StreamRegistry {
  const audiences = createAudiences();
  const running = new Map<string, EventStream>();

  return {
    open(prepared, variables, viewer) {
      const { plan } = prepared;
      const { key: audienceName, shared } = audienceKey(prepared, viewer);
      const { audience, leave } = audiences.join(audienceName, viewer);
      const subject = { plan, variables, audience, latestFirst: shared };
      const after = plan.primary.startsAfter(variables);
      if (after !== undefined && after !== null) return openStream(options, subject, () => undefined).open(leave);
      const key = JSON.stringify([prepared.key, variables, audienceName]);
      const stream = running.get(key) ?? openStream(options, subject, () => running.delete(key));
      running.set(key, stream);
      return stream.open(leave);
    },
  };
}
