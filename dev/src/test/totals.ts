import { z } from "zod";

export interface Totals {
  passed: number;
  failed: number;
  skipped: number;
  /** What failed, by file and name: a long output ends with these, so that nobody has to search it. */
  failures: string[];
}

const vitestReport = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});

const playwrightSpec = z.object({ title: z.string(), file: z.string(), line: z.number(), ok: z.boolean() });

const playwrightSuite = z.object({
  specs: z.array(playwrightSpec),
  get suites() {
    return z.array(playwrightSuite).optional();
  },
});

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), flaky: z.number(), unexpected: z.number(), skipped: z.number() }),
  suites: z.array(playwrightSuite),
});

function firstLine(message: string): string {
  return message.split("\n", 1)[0] ?? "";
}

function vitestFailures({ testResults }: z.infer<typeof vitestReport>): string[] {
  return testResults.flatMap((file) => {
    const failed = file.assertionResults
      .filter(({ status }) => status === "failed")
      .map((test) => `${file.name} › ${test.fullName}: ${firstLine(test.failureMessages?.[0] ?? "")}`);
    const unloadable = file.status === "failed" && failed.length === 0;
    return unloadable ? [`${file.name}: ${firstLine(file.message ?? "")}`] : failed;
  });
}

function playwrightFailures({ specs, suites = [] }: z.infer<typeof playwrightSuite>): string[] {
  const failed = specs.filter(({ ok }) => !ok).map(({ file, line, title }) => `${file}:${line} › ${title}`);
  return [...failed, ...suites.flatMap(playwrightFailures)];
}

/** A failure that no test stands for, such as a file that cannot be loaded, still counts as one. */
function atLeastOneFailure(totals: Totals, success: boolean): Totals {
  return success || totals.failed > 0 ? totals : { ...totals, failed: 1 };
}

export function readVitestReport(report: unknown, exitCode: number): Totals {
  const parsed = vitestReport.parse(report);
  const totals = {
    passed: parsed.numPassedTests,
    failed: parsed.numFailedTests,
    skipped: parsed.numPendingTests + parsed.numTodoTests,
    failures: vitestFailures(parsed),
  };
  return atLeastOneFailure(totals, parsed.success && exitCode === 0);
}

export function readPlaywrightReport(report: unknown, exitCode: number): Totals {
  const { stats, suites } = playwrightReport.parse(report);
  const totals = {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
    failures: suites.flatMap(playwrightFailures),
  };
  return atLeastOneFailure(totals, exitCode === 0);
}

export function sum(parts: Totals[]): Totals {
  const total = (key: Exclude<keyof Totals, "failures">) => parts.reduce((all, part) => all + part[key], 0);
  return {
    passed: total("passed"),
    failed: total("failed"),
    skipped: total("skipped"),
    failures: parts.flatMap(({ failures }) => failures),
  };
}

/** The last line of npm test. */
export function totalsLine({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
