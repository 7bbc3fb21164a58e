import { describe, expect, it } from "vitest";
import { readPlaywrightReport, readVitestReport, sum, totalsLine } from "./totals.ts";

const vitest = { success: true, numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1 };
const playwright = { stats: { expected: 2, flaky: 1, unexpected: 0, skipped: 0 } };

describe("the totals of all parts", () => {
  it("are one plain line", () => {
    const parts = [
      readVitestReport(vitest, 0),
      readPlaywrightReport(playwright, 0),
      { passed: 1, failed: 2, skipped: 0 },
    ];
    expect(totalsLine(sum(parts))).toBe("7 passed, 2 failed, 2 skipped");
  });

  it("count a failure that no test stands for", () => {
    expect(readVitestReport({ ...vitest, success: false }, 1).failed).toBe(1);
    expect(readVitestReport(vitest, 1).failed).toBe(1);
    expect(readPlaywrightReport(playwright, 1).failed).toBe(1);
  });
});
