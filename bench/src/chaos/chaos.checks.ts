import { setTimeout as pause } from "node:timers/promises";
import type { Aftermath, Check, Finding } from "./chaos.check.ts";
import { eventChecks } from "./event.checks.ts";
import { moneyChecks } from "./money.checks.ts";
import { visitChecks } from "./visit.checks.ts";

/** What has to hold once everything has settled. */
export const checks: readonly Check[] = [...visitChecks, ...moneyChecks, ...eventChecks];

export interface Verdict extends Finding {
  readonly name: string;
}

/** Looks until nothing differs any more, `longestMs` at most. @returns what every check found the last time */
export async function judge(aftermath: Aftermath, longestMs: number): Promise<Verdict[]> {
  const giveUpAt = Date.now() + longestMs;
  for (;;) {
    const verdicts: Verdict[] = [];
    for (const { name, look } of checks) verdicts.push({ name, ...(await look(aftermath).catch(unlooked)) });
    const isRight = verdicts.every(({ differences }) => differences.length === 0);
    if (isRight || Date.now() > giveUpAt) return verdicts;
    await pause(1_000);
  }
}

/** What is not up cannot be looked at: that is a difference, too. */
function unlooked(cause: unknown): Finding {
  return { looked: 0, differences: [cause instanceof Error ? cause.message : String(cause)] };
}

/** Spoils what each check looks at, one after the other, where nothing differs. @returns those that did not see it */
export async function blindChecks(aftermath: Aftermath, table = checks): Promise<string[]> {
  const blind: string[] = [];
  for (const { name, look, spoil } of table) {
    // What was spoiled for another check may be seen by this one, too: only what is new counts.
    const before = new Set((await look(aftermath).catch(unlooked)).differences);
    try {
      const { differences } = await look(await spoil(aftermath));
      if (differences.every((difference) => before.has(difference))) blind.push(name);
    } catch (cause) {
      blind.push(`${name}: ${cause instanceof Error ? cause.message : cause}`);
    }
  }
  return blind;
}
