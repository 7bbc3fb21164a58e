import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { Failure, isSystemError } from "../failure.ts";
import type { Running } from "./keeper.ts";
import { lastLines } from "./service.log.ts";

export interface Service {
  name: string;
  /** The JavaScript file that Node.js runs. */
  entry: string;
  /** Where it listens; 127.0.0.1 unless told. */
  host?: string;
  port: number;
  env: NodeJS.ProcessEnv;
  logFile: string;
  /** Told of every process that is started for it. */
  onSpawn(pid: number | undefined): void;
}

const readyTimeoutMs = 60_000;
const migrateTimeoutMs = 10 * 60_000;
const stopTimeoutMs = 10_000;
const pollMs = 40;
const pollTimeoutMs = 2_000;
const excerptLines = 8;
const excerptCharacters = 300;

/** Starts the service's process and waits until it answers that it is ready. */
export async function startService(service: Service, signal: AbortSignal): Promise<Running> {
  const child = spawnService(service, []);
  const exited = exitOf(child);
  const running: Running = {
    ended: exited,
    stop: () => stopChild(child, exited),
    kill: () => killChild(child),
  };
  const ending = new AbortController();
  try {
    const ready = untilReady(service, AbortSignal.any([signal, ending.signal]));
    // Loses the race when the process ends first; its failure is then of no interest.
    ready.catch(() => undefined);
    const reason = await Promise.race([ready, exited]);
    if (reason === undefined) return running;
    throw new Failure(withExcerpt(`The ${service.name} service could not start (${reason}).`, service.logFile));
  } catch (cause) {
    await running.stop();
    throw cause;
  } finally {
    ending.abort();
  }
}

/** Brings the service's database, or the broker's, up to date; returns when the migration process has ended well. */
export async function migrateService(
  service: Service,
  signal: AbortSignal,
  command: "migrate" | "migrate-broker" = "migrate",
): Promise<void> {
  const child = spawnService(service, [command]);
  const exited = exitOf(child);
  const timer = setTimeout(() => killChild(child), migrateTimeoutMs);
  const abort = () => killChild(child);
  signal.addEventListener("abort", abort);
  const reason = await exited;
  clearTimeout(timer);
  signal.removeEventListener("abort", abort);
  signal.throwIfAborted();
  if (child.exitCode !== 0) {
    throw new Failure(withExcerpt(`The migrations of ${service.name} did not succeed (${reason}).`, service.logFile));
  }
}

function spawnService(service: Service, args: string[]): ChildProcess {
  const log = openSync(service.logFile, "a");
  try {
    const child = spawn(process.execPath, ["--enable-source-maps", service.entry, ...args], {
      env: service.env,
      // A group of its own: a terminal's Ctrl-C must reach the supervisor alone, which stops everything in order.
      detached: true,
      // The service ends when this pipe closes, however we end.
      stdio: ["pipe", log, log],
    });
    child.stdin?.on("error", () => undefined);
    service.onSpawn(child.pid);
    return child;
  } finally {
    closeSync(log);
  }
}

async function exitOf(child: ChildProcess): Promise<string> {
  try {
    await once(child, "exit");
  } catch (cause) {
    return cause instanceof Error ? cause.message : "it did not start";
  }
  return child.signalCode ? `signal ${child.signalCode}` : `exit code ${child.exitCode}`;
}

async function untilReady(service: Service, signal: AbortSignal): Promise<undefined> {
  const giveUpAt = Date.now() + readyTimeoutMs;
  let answer = "";
  while (Date.now() < giveUpAt) {
    signal.throwIfAborted();
    answer = await askReadiness(service);
    if (answer === "ready") return undefined;
    await delay(pollMs, undefined, { signal });
  }
  const seconds = readyTimeoutMs / 1000;
  throw new Failure(
    withExcerpt(`The ${service.name} service was not ready within ${seconds} seconds: ${answer}.`, service.logFile),
  );
}

/** The form that a host takes in a URL; one that stands for every address is asked at loopback. */
function reachable(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}

/** "ready", or in a few words what it answers instead. */
async function askReadiness({ host, port }: Service): Promise<string> {
  try {
    const response = await fetch(`http://${reachable(host ?? "127.0.0.1")}:${port}/readyz`, {
      signal: AbortSignal.timeout(pollTimeoutMs),
    });
    const body = await response.text();
    return response.ok ? "ready" : `it answers ${response.status} ${body.slice(0, excerptCharacters)}`;
  } catch (cause) {
    return isSystemError(cause instanceof Error ? cause.cause : undefined, "ECONNREFUSED")
      ? "it does not listen on its port"
      : "it does not answer";
  }
}

async function stopChild(child: ChildProcess, exited: Promise<string>): Promise<void> {
  child.kill("SIGTERM");
  const timer = setTimeout(() => killChild(child), stopTimeoutMs);
  await exited;
  clearTimeout(timer);
}

function killChild(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // The group ended between the check and the signal.
    return;
  }
}

function withExcerpt(sentence: string, logFile: string): string {
  const lines = lastLines(logFile, excerptLines);
  if (lines.length === 0) return `${sentence} Its log ${logFile} is empty.`;
  return `${sentence} The end of its log ${logFile}:\n${lines.map((line) => `    ${line}`).join("\n")}`;
}
