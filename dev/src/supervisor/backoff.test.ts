import { describe, expect, it } from "vitest";
import { countDeaths, restartDelayMs } from "./backoff.ts";

describe("the pause before a restart", () => {
  it.each([
    [1, 500],
    [2, 1_000],
    [3, 2_000],
    [4, 4_000],
    [5, 8_000],
    [6, 16_000],
    [7, 30_000],
    [50, 30_000],
  ])("after %i deaths in a row is %i ms", (deaths, pause) => {
    expect(restartDelayMs(deaths)).toBe(pause);
  });

  it("grows with each early death and is forgiven by a minute of life", () => {
    expect(countDeaths(0, 10)).toBe(1);
    expect(countDeaths(3, 59_999)).toBe(4);
    expect(countDeaths(3, 60_000)).toBe(1);
  });
});
