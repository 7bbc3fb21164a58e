import { Weekday } from "@careconnect/kit";
import type { WeeklyHours } from "./weekly.hours.ts";

/** Numbers from 0 to 1 that are the same for the same seed. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick<Item>(random: () => number, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error("There is nothing to pick from.");
  return item;
}

/** The same hours on every day of the week. */
export function daily(...hours: readonly (readonly [from: string, to: string])[]): WeeklyHours[] {
  return Object.values(Weekday).flatMap((day) => hours.map(([from, to]) => ({ day, from, to, visitTypes: null })));
}
