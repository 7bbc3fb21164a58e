import type { LoggedEvent } from "../outbox/logged.event.ts";
import { describeFault, type Fault } from "../telemetry/fault.ts";
import type { ServiceLog } from "../telemetry/service.log.ts";

/** An event that was handed over, and what becomes of it. */
export interface Delivery {
  readonly event: LoggedEvent;
  /** How often it is tried again. */
  readonly retries: number;
  /** It has had its effect. */
  applied(): Promise<void>;
  /** It failed for good. */
  failed(fault: Fault): Promise<void>;
  /** It waits behind one that failed for good. */
  stopped(): Promise<void>;
}

/** Applies what it is given: each aggregate's events in order, those of different ones at once. */
export interface OrderedWork {
  /** Knows these aggregates as stopped: what is added of them waits. */
  stop(aggregateIds: Iterable<string>): void;
  isStopped(aggregateId: string): boolean;
  add(delivery: Delivery): void;
  /** Tries an aggregate that is stopped once more, `deliveries` first: all of it that waits. */
  resume(aggregateId: string, deliveries: readonly Delivery[]): void;
  /** Begins nothing more; resolves when what is under way is done. */
  end(): Promise<void>;
}

export interface WorkOptions {
  readonly queue: string;
  /** Events that are applied in one transaction at most. */
  readonly together: number;
  readonly handle: (events: readonly LoggedEvent[]) => Promise<void>;
  readonly log: ServiceLog;
  /** Told when what became of an event could not be said: then it is delivered again. */
  readonly onLost: (error: unknown) => void;
}

/** Transactions at once at most: requests need connections, too. */
const parallel = 5;
const firstPause = 1_000;
const longestPause = 60_000;

export function createOrderedWork({ queue, together, handle, log, onLost }: WorkOptions): OrderedWork {
  /** What is to be applied, by aggregate. */
  const lines = new Map<string, Delivery[]>();
  /** Aggregates whose first event may begin. */
  const ready = new Set<string>();
  const stopped = new Set<string>();
  const tries = new WeakMap<Delivery, number>();
  const pauses = new Set<NodeJS.Timeout>();
  const running = new Set<Promise<void>>();
  let isEnding = false;

  function begin(): void {
    while (!isEnding && running.size < parallel) {
      const group = nextGroup();
      if (group.length === 0) return;
      const run = apply(group)
        .catch(onLost)
        .finally(() => {
          running.delete(run);
          begin();
        });
      running.add(run);
    }
  }

  /** The first events of aggregates of one organization. */
  function nextGroup(): Delivery[] {
    const group: Delivery[] = [];
    for (const aggregateId of ready) {
      const first = lines.get(aggregateId)?.[0];
      if (!first || (group[0] && group[0].event.organizationId !== first.event.organizationId)) continue;
      group.push(first);
      ready.delete(aggregateId);
      if (group.length === together) break;
    }
    return group;
  }

  async function apply(group: readonly Delivery[]): Promise<void> {
    try {
      await handle(group.map(({ event }) => event));
    } catch (error) {
      const [only] = group;
      if (only && group.length === 1) await failed(only, describeFault(error));
      // Which of them cannot be applied is found out by applying each for itself.
      else for (const one of group) await apply([one]);
      return;
    }
    await Promise.all(group.map((delivery) => delivery.applied()));
    for (const { event } of group) goOn(event.aggregateId);
  }

  function goOn(aggregateId: string): void {
    const line = lines.get(aggregateId);
    line?.shift();
    if (line?.length) ready.add(aggregateId);
    else lines.delete(aggregateId);
  }

  async function failed(delivery: Delivery, fault: Fault): Promise<void> {
    const { id, type, aggregateId } = delivery.event;
    const facts = { queue, type, eventId: id, aggregateId, fault };
    const tried = tries.get(delivery) ?? 0;
    if (tried < delivery.retries) {
      tries.set(delivery, tried + 1);
      log.warn(facts, "an event could not be applied; it is tried again");
      const pause = setTimeout(
        () => {
          pauses.delete(pause);
          ready.add(aggregateId);
          begin();
        },
        Math.min(firstPause * 2 ** tried, longestPause),
      ).unref();
      pauses.add(pause);
      return;
    }
    log.error(facts, failedForGood);
    const [, ...waiting] = lines.get(aggregateId) ?? [];
    lines.delete(aggregateId);
    stopped.add(aggregateId);
    await Promise.all([delivery.failed(fault), ...waiting.map((one) => one.stopped())]);
  }

  return {
    stop(aggregateIds) {
      for (const aggregateId of aggregateIds) stopped.add(aggregateId);
    },
    isStopped: (aggregateId) => stopped.has(aggregateId),
    add(delivery) {
      const { aggregateId } = delivery.event;
      if (stopped.has(aggregateId)) {
        delivery.stopped().catch(onLost);
        return;
      }
      const line = lines.get(aggregateId);
      if (line) line.push(delivery);
      else {
        lines.set(aggregateId, [delivery]);
        ready.add(aggregateId);
      }
      begin();
    },
    resume(aggregateId, deliveries) {
      stopped.delete(aggregateId);
      lines.set(aggregateId, [...deliveries]);
      ready.add(aggregateId);
      begin();
    },
    async end() {
      isEnding = true;
      for (const pause of pauses) clearTimeout(pause);
      await Promise.all(running);
    },
  };
}

export const failedForGood =
  "an event failed for good: its aggregate's later events wait until it is tried again, by npm run dead-letters or at this service's restart";
