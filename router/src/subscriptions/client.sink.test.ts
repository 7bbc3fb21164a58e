import { describe, expect, it } from "vitest";
import { createSink } from "./client.sink.ts";

describe("a sink", () => {
  const sinkOf = (capacity: number) => {
    let released = 0;
    const sink = createSink<number>(capacity, () => {
      released += 1;
    });
    return { ...sink, releases: () => released };
  };

  it("gives what waits in order, then what comes", async () => {
    const { values, push, end } = sinkOf(2);
    expect([push(1), push(2), push(3)]).toEqual([true, true, false]);
    expect(await values.next()).toEqual({ done: false, value: 1 });
    expect(await values.next()).toEqual({ done: false, value: 2 });
    const asked = [values.next(), values.next(), values.next()];
    push(4);
    push(5);
    end();
    expect(await Promise.all(asked)).toEqual([
      { done: false, value: 4 },
      { done: false, value: 5 },
      { done: true, value: undefined },
    ]);
  });

  it("throws its error once, after what waits", async () => {
    const { values, push, end, releases } = sinkOf(2);
    push(1);
    end(new Error("full"));
    expect(push(2)).toBe(true);
    expect(await values.next()).toEqual({ done: false, value: 1 });
    await expect(values.next()).rejects.toThrow("full");
    expect(await values.next()).toEqual({ done: true, value: undefined });
    expect(releases()).toBe(1);
  });

  it("trap 13: ends at return even while a question waits, and lets go once", async () => {
    const { values, releases } = sinkOf(2);
    const asked = values.next();
    await values.return();
    await values.return();
    expect(await asked).toEqual({ done: true, value: undefined });
    expect(releases()).toBe(1);
  });

  it("ends at throw", async () => {
    const { values, push, releases } = sinkOf(2);
    push(1);
    await expect(values.throw(new Error("enough"))).rejects.toThrow("enough");
    expect(await values.next()).toEqual({ done: true, value: undefined });
    expect(releases()).toBe(1);
  });
});
