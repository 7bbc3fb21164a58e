import { z } from "zod";
import { complain, say, step } from "../console/console.output.ts";
import { Failure, sentenceOf } from "../failure.ts";
import type { Ports } from "./ports.file.ts";
import type { SupervisorConfig } from "./supervisor.config.ts";
import { createSystem, type System, type SystemOptions } from "./system.ts";

/** A terminal and npm both pass on one Ctrl-C; only a later one is a second. */
const sameKeyPressMs = 1_000;
const orphanCheckMs = 500;
const accountsTimeoutMs = 3_000;

const demoAccounts = z.array(z.object({ email: z.string(), roles: z.array(z.string()), organization: z.string() }));

type DemoAccount = z.infer<typeof demoAccounts>[number];

export interface ConsoleOptions extends Omit<SystemOptions, "config" | "step" | "tell"> {
  readConfig(): SupervisorConfig;
  /** Called when the system is ready, with a signal that ends with it. */
  onReady?(system: System, signal: AbortSignal): void;
}

/** Runs the system until a signal ends it. Returns the exit code. */
export async function runOnConsole({ readConfig, onReady, ...options }: ConsoleOptions): Promise<number> {
  const ending = new AbortController();
  let system: System | undefined;
  try {
    const config = readConfig();
    system = createSystem({ ...options, config, step, tell: (line) => complain(`  ! ${line}`) });
    listenForSignals(ending, system);
    say(`Starting CareConnect (${config.mode}), data folder ${config.dataFolder}`);
    const ports = await system.start(ending.signal);
    await printReady(config, ports);
    onReady?.(system, ending.signal);
    await untilAborted(ending.signal);
    return 0;
  } catch (cause) {
    if (ending.signal.aborted) return 0;
    complain(cause instanceof Failure ? sentenceOf(cause) : describeFault(cause));
    return 1;
  } finally {
    const wasAsked = ending.signal.aborted;
    ending.abort();
    if (system) await system.stop();
    // Of one that was refused it would sound as if the system that runs had ended.
    if (wasAsked) say("CareConnect has stopped.");
  }
}

function listenForSignals(ending: AbortController, system: System): void {
  let firstAt: number | undefined;
  const onSignal = () => {
    if (firstAt === undefined) {
      firstAt = Date.now();
      say("Stopping CareConnect (again to stop at once) …");
      ending.abort();
    } else if (Date.now() - firstAt > sameKeyPressMs) {
      system.kill();
      process.exit(130);
    }
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, onSignal);
  if (process.env.npm_lifecycle_event) whenOrphaned(onSignal);
}

/** npm that was killed cannot pass a signal on; what it started must not outlive it. */
function whenOrphaned(onOrphaned: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onOrphaned();
  }, orphanCheckMs);
  timer.unref();
}

async function printReady({ mode }: SupervisorConfig, ports: Ports): Promise<void> {
  const url = `http://localhost:${ports.router}`;
  say("");
  say(`CareConnect is ready at ${url}`);
  say(`  app      ${url}`);
  say(`  GraphQL  ${url}/graphql (Apollo Sandbox in a browser)`);
  say(`  health   ${url}/readyz`);
  if (mode === "demo") await printAccounts(ports.identity);
}

async function printAccounts(identityPort: number): Promise<void> {
  const accounts = await fetchAccounts(identityPort);
  if (accounts.length === 0) return;
  say("Demo accounts, password careconnect:");
  for (const { email, roles, organization } of accounts) {
    say(`  ${email.padEnd(28)} ${roles.join(", ").padEnd(10)} ${organization}`);
  }
}

async function fetchAccounts(identityPort: number): Promise<DemoAccount[]> {
  try {
    const response = await fetch(`http://127.0.0.1:${identityPort}/oidc/demo-accounts`, {
      signal: AbortSignal.timeout(accountsTimeoutMs),
    });
    return demoAccounts.parse(await response.json());
  } catch {
    // The list is a courtesy: the system is ready without it.
    return [];
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** Not foreseen, so not the user's doing: whoever reports it needs the stack. */
function describeFault(cause: unknown): string {
  return `CareConnect could not start because of an unexpected fault:\n${cause instanceof Error ? cause.stack : String(cause)}`;
}
