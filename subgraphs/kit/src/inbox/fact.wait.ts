import { setTimeout as wait } from "node:timers/promises";

const longestWait = 5_000;
const longestPause = 200;

let patience = longestWait;

/** Waits `longest` milliseconds from now on; without an argument as long as it does by itself. Where no event is to come, none is waited for. */
export function useFactPatience(longest: number = longestWait): void {
  patience = longest;
}

/**
 * Waits until what an event tells is known here, so that what was done a moment ago elsewhere can be built on; after 5 s at
 * most it leaves the answer to the command. It asks between pauses; `isKnown` holds no connection meanwhile.
 */
export async function awaitFact(isKnown: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + patience;
  for (let pause = 10; !(await isKnown()); pause = Math.min(pause * 2, longestPause)) {
    if (performance.now() + pause > deadline) return;
    await wait(pause);
  }
}
