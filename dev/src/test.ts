import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { complain, say } from "./console/console.output.ts";
import { sentenceOf } from "./failure.ts";
import { repositoryRoot } from "./repository.root.ts";
import { findChromium } from "./test/chromium.finder.ts";
import { findClamd } from "./test/clamd.finder.ts";
import { findRabbitmq } from "./test/rabbitmq.finder.ts";
import { readPlaywrightReport, readVitestReport, sum, type Totals, totalsLine } from "./test/totals.ts";
import { startWholeSystem } from "./test/whole.system.ts";

/** What npm test runs, part by part; a part that fails does not keep the others from being run. */

const passed: Totals = { passed: 1, failed: 0, skipped: 0, failures: [] };
const skipped: Totals = { passed: 0, failed: 0, skipped: 1, failures: [] };
const failed = (what: string): Totals => ({ passed: 0, failed: 1, skipped: 0, failures: [what] });

const reports = mkdtempSync(join(tmpdir(), "careconnect-reports-"));
const modules = join(repositoryRoot, "node_modules");
const web = join(repositoryRoot, "web");
/** Where dev/e2e looks for a whole clinic's data, which is not part of the repository. */
const clinicFolder = process.env.SYNTHEA_FOLDER ?? join(repositoryRoot, "..", "shared", "data", "synthea");
const leftOut: string[] = [];

const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => interrupted.abort());

async function run(args: string[], cwd = repositoryRoot, env: NodeJS.ProcessEnv = {}): Promise<number> {
  if (interrupted.signal.aborted) return 1;
  const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...env }, stdio: "inherit" });
  const end = () => child.kill("SIGTERM");
  interrupted.signal.addEventListener("abort", end);
  await once(child, "exit");
  interrupted.signal.removeEventListener("abort", end);
  return child.exitCode ?? 1;
}

async function check(title: string, args: string[]): Promise<Totals> {
  say(`\n── ${title}`);
  return (await run(args)) === 0 ? passed : failed(title);
}

async function vitest(
  title: string,
  name: string,
  args: string[],
  cwd?: string,
  env?: NodeJS.ProcessEnv,
): Promise<Totals> {
  say(`\n── ${title}`);
  const report = join(reports, `${name}.json`);
  const program = [join(modules, "vitest", "vitest.mjs"), "run"];
  const code = await run(
    [...program, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...args],
    cwd,
    env,
  );
  return existsSync(report) ? readVitestReport(JSON.parse(readFileSync(report, "utf8")), code) : failed(title);
}

async function browser(chromium: string, env: NodeJS.ProcessEnv): Promise<Totals> {
  say("\n── browser");
  const report = join(reports, "browser.json");
  const program = [join(modules, "@playwright", "test", "cli.js"), "test", "--reporter=list,json"];
  const code = await run(program, web, { ...env, CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report });
  return existsSync(report) ? readPlaywrightReport(JSON.parse(readFileSync(report, "utf8")), code) : failed("browser");
}

function leaveOut(reason: string): Totals {
  leftOut.push(reason);
  return process.env.REQUIRE_ALL ? failed(reason) : skipped;
}

/** The parts that need everything built and running share one system. */
async function wholeSystem(): Promise<Totals[]> {
  say("\n── whole system");
  const system = await startWholeSystem();
  const env = { CARECONNECT_URL: system.url, CARECONNECT_DATA: system.dataFolder };
  try {
    const parts = [
      await vitest(
        "whole system",
        "e2e",
        ["--config", join(repositoryRoot, "dev", "e2e", "vitest.config.ts")],
        undefined,
        env,
      ),
    ];
    // Never a failure: the data is not ours to ship, and dev/e2e imports a small clinic of its own in any case.
    if (!existsSync(clinicFolder)) leftOut.push(`import of a whole clinic: there is no ${clinicFolder}`);
    if (existsSync(join(web, "playwright.config.ts"))) {
      const chromium = findChromium(process.env);
      parts.push(
        chromium
          ? await browser(chromium, env)
          : leaveOut("browser tests: there is no Chromium, install one or set CHROMIUM_PATH"),
      );
    }
    return parts;
  } finally {
    await system.stop();
  }
}

async function runAll(): Promise<Totals> {
  const parts = [await check("format and lint", [join(modules, "@biomejs", "biome", "bin", "biome"), "check"])];
  const build = await check("types and build", [join(repositoryRoot, "dev", "bootstrap.cjs"), "--build"]);
  parts.push(build, await vitest("unit and integration", "unit", []), await vitest("web components", "web", [], web));
  if (build.failed > 0) {
    complain("\nThe whole-system and browser tests were not run, because the build failed.");
    return sum([...parts, failed("whole system and browser: not run")]);
  }
  if (!findClamd(process.env)) parts.push(leaveOut("the virus scanner: there is no clamd, install clamav-daemon"));
  if (!findRabbitmq(process.env)) parts.push(leaveOut("RabbitMQ: there is none, install rabbitmq-server"));
  parts.push(await check("schema", [join(repositoryRoot, "dev/dist/src/compose/compose.command.js"), "--check"]));
  try {
    if (!interrupted.signal.aborted) parts.push(...(await wholeSystem()));
  } catch (cause) {
    complain(sentenceOf(cause));
    parts.push(failed("whole system"));
  }
  return sum(parts);
}

const totals = await runAll();
rmSync(reports, { recursive: true, force: true });
for (const reason of leftOut) complain(`Left out: ${reason}.`);
if (totals.failures.length > 0) say(`\n── failed\n${totals.failures.join("\n")}`);
say(`\n${totalsLine(totals)}`);
process.exitCode = totals.failed === 0 ? 0 : 1;
