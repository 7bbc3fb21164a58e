import { describeFault } from "../telemetry/fault.ts";
import type { ServiceLog } from "../telemetry/service.log.ts";
import { createBell } from "../time/bell.ts";
import type { FollowOptions, ReadOptions } from "./event.log.ts";
import type { LoggedEvent } from "./logged.event.ts";

/** Who follows the log: told of events as they come, it hands on those it wants. */
export interface Follower {
  /** Called with all events of the log in order, from some position on that was visible when the follower was made. */
  tell(events: readonly LoggedEvent[]): void;
  events(): AsyncGenerator<LoggedEvent>;
}

/** Events that wait for a slow reader at most; beyond them it reads from the database again. */
const bufferLimit = 1_000;
const longestPause = 5_000;

export function createFollower(
  wanted: FollowOptions,
  source: {
    readonly read: (options: ReadOptions) => Promise<LoggedEvent[]>;
    readonly pageSize: number;
    readonly log: ServiceLog;
  },
): Follower {
  const { signal, organizationId } = wanted;
  const types = wanted.types && new Set(wanted.types);
  const bell = createBell();
  let buffer: LoggedEvent[] = [];
  let isBehind = true;
  /** Everything up to here was handed on, or was not wanted. */
  let cursor = wanted.after;

  const page = () =>
    source.read({
      after: cursor,
      limit: source.pageSize,
      organizationId,
      ...(wanted.types && { types: wanted.types }),
    });

  async function* catchUp(): AsyncGenerator<LoggedEvent> {
    // What is told from here on is kept; what was committed before, the pages hold.
    buffer = [];
    isBehind = false;
    for (let pause = 100; !signal.aborted; ) {
      let events: LoggedEvent[];
      try {
        events = await page();
        pause = 100;
      } catch (error) {
        source.log.warn({ fault: describeFault(error) }, "a follower of the log cannot read it; it tries again");
        await createBell().wait(pause, signal);
        pause = Math.min(pause * 2, longestPause);
        continue;
      }
      for (const event of events) {
        if (signal.aborted) return;
        cursor = event.position;
        yield event;
      }
      if (events.length < source.pageSize) return;
    }
  }

  return {
    tell(events) {
      if (isBehind) return;
      const fresh = events.filter(
        (event) => event.organizationId === organizationId && (!types || types.has(event.type)),
      );
      if (fresh.length === 0) return;
      buffer.push(...fresh);
      if (buffer.length > bufferLimit) {
        buffer = [];
        isBehind = true;
      }
      bell.ring();
    },
    async *events() {
      while (!signal.aborted) {
        if (isBehind) yield* catchUp();
        for (let event = buffer.shift(); event && !signal.aborted; event = buffer.shift()) {
          if (event.position <= cursor) continue;
          cursor = event.position;
          yield event;
        }
        if (!isBehind) await bell.wait(60_000, signal);
      }
    },
  };
}
