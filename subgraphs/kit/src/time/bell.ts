/** Wakes whoever waits; a ring that nobody waited for is kept for the next who does. */
export interface Bell {
  ring(): void;
  /** Resolves at a ring, after `limit` milliseconds, or when `signal` aborts: the caller looks for itself what there is. */
  wait(limit: number, signal: AbortSignal): Promise<void>;
}

export function createBell(): Bell {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring() {
      rung = true;
      wake?.();
    },
    async wait(limit, signal) {
      if (!rung && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const done = () => {
            clearTimeout(timer);
            signal.removeEventListener("abort", done);
            wake = undefined;
            resolve();
          };
          const timer = setTimeout(done, limit);
          signal.addEventListener("abort", done);
          wake = done;
        });
      }
      rung = false;
    },
  };
}
