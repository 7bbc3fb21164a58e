import { describeFault } from "../telemetry/fault.ts";
import type { ServiceLog } from "../telemetry/service.log.ts";
import { createBell } from "../time/bell.ts";
import type { EventBus } from "./event.bus.ts";

/** A bus that may not be reachable yet: a subgraph answers requests all the same. */
export interface BusConnection {
  /** Undefined until it is connected. */
  readonly bus: EventBus | undefined;
  stop(): Promise<void>;
}

const firstPause = 250;
const longestPause = 10_000;

/** Opens a bus in the background, as often as it takes. */
export function connectBus(options: {
  readonly open: () => Promise<EventBus>;
  /** Runs on the connected bus before it is used; when it fails, everything is tried again. */
  readonly prepare: (bus: EventBus) => Promise<void>;
  readonly log: ServiceLog;
}): BusConnection {
  const stopping = new AbortController();
  let connected: EventBus | undefined;

  const connecting = (async () => {
    for (let pause = firstPause; !stopping.signal.aborted; pause = Math.min(pause * 2, longestPause)) {
      let opened: EventBus | undefined;
      try {
        opened = await options.open();
        await options.prepare(opened);
        connected = opened;
        return;
      } catch (error) {
        options.log.warn({ fault: describeFault(error) }, "the broker cannot be used yet; it is tried again");
        await opened?.stop();
        await createBell().wait(pause, stopping.signal);
      }
    }
  })();

  return {
    get bus() {
      return connected;
    },
    async stop() {
      stopping.abort();
      await connecting;
      await connected?.stop();
    },
  };
}
