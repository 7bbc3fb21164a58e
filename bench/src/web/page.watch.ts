/// <reference lib="dom" />

/** What a browser noticed while somebody worked on a page, in milliseconds each. */
export interface Watched {
  /** From each key or click to the next picture. */
  readonly interactions: readonly number[];
  /** Work that kept the page from answering for more than 50 ms. */
  readonly tasks: readonly number[];
  /** Between one picture and the next. */
  readonly frames: readonly number[];
}

interface Watch {
  end(): Watched;
}

declare global {
  var careconnectWatch: Watch | undefined;
}

/** Runs in the page: begins to watch it. */
export function beginWatch(): void {
  const interactions: number[] = [];
  const tasks: number[] = [];
  const frames: number[] = [];
  // An interaction's events (keydown, keypress, keyup) have one identifier; what the pointer merely passes has none.
  const events = new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as PerformanceEventTiming[]) {
      if (entry.interactionId !== 0) interactions.push(entry.duration);
    }
  });
  const long = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)));
  events.observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
  long.observe({ type: "longtask" });
  let last = performance.now();
  let frame = requestAnimationFrame(function next(now) {
    frames.push(now - last);
    last = now;
    frame = requestAnimationFrame(next);
  });
  globalThis.careconnectWatch = {
    end() {
      cancelAnimationFrame(frame);
      for (const entry of events.takeRecords() as PerformanceEventTiming[]) {
        if (entry.interactionId !== 0) interactions.push(entry.duration);
      }
      tasks.push(...long.takeRecords().map(({ duration }) => duration));
      events.disconnect();
      long.disconnect();
      return { interactions, tasks, frames };
    },
  };
}

/** Runs in the page: what was noticed since the watch began. */
export function endWatch(): Watched {
  return globalThis.careconnectWatch?.end() ?? { interactions: [], tasks: [], frames: [] };
}
