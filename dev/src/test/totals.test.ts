import { describe, expect, it } from "vitest";
import { readPlaywrightReport, readVitestReport, sum, totalsLine } from "./totals.ts";

const vitest = {
  success: true,
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: [
    {
      name: "slots.test.ts",
      status: "passed",
      assertionResults: [{ fullName: "slots are free", status: "passed", failureMessages: [] }],
    },
  ],
};
const playwright = { stats: { expected: 2, flaky: 1, unexpected: 0, skipped: 0 }, suites: [] };

describe("the totals of all parts", () => {
  it("are one plain line", () => {
    const parts = [
      readVitestReport(vitest, 0),
      readPlaywrightReport(playwright, 0),
      { passed: 1, failed: 2, skipped: 0, failures: [] },
    ];
    expect(totalsLine(sum(parts))).toBe("7 passed, 2 failed, 2 skipped");
  });

  it("count a failure that no test stands for", () => {
    expect(readVitestReport({ ...vitest, success: false }, 1).failed).toBe(1);
    expect(readVitestReport(vitest, 1).failed).toBe(1);
    expect(readPlaywrightReport(playwright, 1).failed).toBe(1);
  });

  it("name each test that failed, with its file and the first line of why", () => {
    const unit = readVitestReport(
      {
        ...vitest,
        success: false,
        numFailedTests: 1,
        testResults: [
          ...vitest.testResults,
          {
            name: "hold.test.ts",
            status: "failed",
            assertionResults: [
              { fullName: "a hold expires", status: "failed", failureMessages: ["expected 1 to be 2\n    at line 7"] },
            ],
          },
          { name: "room.test.ts", status: "failed", message: "Cannot find module", assertionResults: [] },
        ],
      },
      1,
    );
    const browser = readPlaywrightReport(
      {
        stats: { expected: 1, flaky: 0, unexpected: 1, skipped: 0 },
        suites: [
          {
            specs: [{ title: "signs in", file: "sign-in.spec.ts", line: 4, ok: true }],
            suites: [{ specs: [{ title: "signs out", file: "sign-in.spec.ts", line: 9, ok: false }] }],
          },
        ],
      },
      1,
    );
    expect(sum([unit, browser]).failures).toEqual([
      "hold.test.ts › a hold expires: expected 1 to be 2",
      "room.test.ts: Cannot find module",
      "sign-in.spec.ts:9 › signs out",
    ]);
  });
});
