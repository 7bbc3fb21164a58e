import { setTimeout as wait } from "node:timers/promises";

/** Waits `milliseconds`, or until `stopped` aborts: the caller looks for itself which it was. No process stays alive for it. */
export async function sleep(milliseconds: number, stopped: AbortSignal): Promise<void> {
  try {
    await wait(milliseconds, undefined, { signal: stopped, ref: false });
  } catch (error) {
    if (!stopped.aborted) throw error;
  }
}
