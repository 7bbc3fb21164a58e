import { setTimeout as wait } from "node:timers/promises";

/**
 * Waits `milliseconds`, or until `stopped` aborts: the caller looks for itself which it was.
 * @param ref whether the process stays alive for it
 */
export async function sleep(milliseconds: number, stopped: AbortSignal, { ref = true } = {}): Promise<void> {
  try {
    await wait(milliseconds, undefined, { signal: stopped, ref });
  } catch (error) {
    if (!stopped.aborted) throw error;
  }
}
