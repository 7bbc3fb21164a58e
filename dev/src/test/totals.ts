import { z } from "zod";

export interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

const vitestReport = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
});

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), flaky: z.number(), unexpected: z.number(), skipped: z.number() }),
});

/** A failure that no test stands for, such as a file that cannot be loaded, still counts as one. */
function atLeastOneFailure(totals: Totals, success: boolean): Totals {
  return success || totals.failed > 0 ? totals : { ...totals, failed: 1 };
}

export function readVitestReport(report: unknown, exitCode: number): Totals {
  const { success, numPassedTests, numFailedTests, numPendingTests, numTodoTests } = vitestReport.parse(report);
  const totals = { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
  return atLeastOneFailure(totals, success && exitCode === 0);
}

export function readPlaywrightReport(report: unknown, exitCode: number): Totals {
  const { stats } = playwrightReport.parse(report);
  const totals = { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
  return atLeastOneFailure(totals, exitCode === 0);
}

export function sum(parts: Totals[]): Totals {
  const total = (key: keyof Totals) => parts.reduce((all, part) => all + part[key], 0);
  return { passed: total("passed"), failed: total("failed"), skipped: total("skipped") };
}

/** The last line of npm test. */
export function totalsLine({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
