import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createOrderedWork } from "./ordered.work.ts";

describe("ordered work", () => {
  it("keeps the order and the bounds", async () => {
    const left: number[] = [];
    let running = 0;
    let most = 0;
    const work = createOrderedWork<number, number>({
      concurrency: 3,
      capacity: 10,
      perTurn: () => 4,
      async work(item) {
        running += 1;
        most = Math.max(most, running);
        await wait(item % 2 === 0 ? 15 : 1);
        running -= 1;
        return item;
      },
      leave: (item) => left.push(item),
    });
    const taken = Array.from({ length: 12 }, (_, n) => work.push(n));
    expect(taken.filter((ok) => !ok)).toHaveLength(2);
    await new Promise<void>((resolve) => work.end(resolve));
    expect(left).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(most).toBe(3);
  });

  it("lets the event loop go on between bursts", async () => {
    const left: number[] = [];
    const seen: number[] = [];
    const work = createOrderedWork<number, number>({
      concurrency: 8,
      capacity: 1_000,
      perTurn: () => 50,
      work: async (item) => item,
      leave: (item) => left.push(item),
    });
    for (let n = 0; n < 300; n += 1) work.push(n);
    const finished = new Promise<void>((resolve) => work.end(resolve));
    let watching = true;
    const watch = () => {
      seen.push(left.length);
      if (watching) setImmediate(watch);
    };
    setImmediate(watch);
    await finished;
    watching = false;
    expect(left).toHaveLength(300);
    expect(seen.some((count) => count > 0 && count <= 100)).toBe(true);
  });

  it("forgets everything when it is abandoned", async () => {
    const left: number[] = [];
    const work = createOrderedWork<number, number>({
      concurrency: 1,
      capacity: 10,
      perTurn: () => 4,
      work: async (item) => wait(1, item),
      leave: (item) => left.push(item),
    });
    work.push(1);
    work.push(2);
    work.abandon();
    await wait(10);
    expect(left).toEqual([]);
    expect(work.push(3)).toBe(true);
    expect(work.size()).toBe(0);
  });
});
