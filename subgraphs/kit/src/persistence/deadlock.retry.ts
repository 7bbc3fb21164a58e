import { setTimeout as wait } from "node:timers/promises";
import { isLost } from "./database.busy.ts";

const attempts = 8;

/** Does `work`, a transaction, again when the database let another one come first. */
export async function retryingDeadlocks<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= attempts || !isLost(error)) throw error;
      await wait(Math.random() * 20 * 2 ** attempt);
    }
  }
}
