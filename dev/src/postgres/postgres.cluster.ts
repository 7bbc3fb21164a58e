import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { platform, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { Failure } from "../failure.ts";
import { type Account, giveTo, postgresAccount } from "./postgres.account.ts";
import { findPostgresBinaries, type PostgresBinaries } from "./postgres.binaries.ts";
import { finishCluster, inspectCluster, prepareUnfinished, realFolder } from "./postgres.folder.ts";

const superuser = "postgres";

export interface ClusterOptions {
  /** The cluster's own folder, made when absent. */
  folder: string;
  /** Password of the superuser; it has to be the one the cluster was made with. */
  password: string;
  /** Everything PostgreSQL says is appended here. */
  logFile: string;
  port: number;
  /** Server settings beside the common ones, such as { fsync: "off" }. */
  settings?: Record<string, string>;
  /** Ends a start that is under way. */
  signal?: AbortSignal;
}

export interface RunningPostgres {
  /** Settles when the server has ended, whoever ended it. */
  ended: Promise<void>;
  /** Fast shutdown: open sessions are closed, nothing committed is lost. */
  stop(): Promise<void>;
  /** Ends the server without a shutdown; the next start recovers from its log. */
  kill(): void;
}

/**
 * Ties the server's life to ours: stdin is a pipe that we hold, and however we end, the kernel closes it and the shell
 * shuts the server down. The shell asks for SIGINT, PostgreSQL's fast shutdown.
 */
const guardian = `
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
{ read -r line <&3; kill -INT "$server"; } 2>/dev/null &
watcher=$!
wait "$server"
code=$?
kill "$watcher" 2>/dev/null
exit "$code"`;

const commonSettings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  password_encryption: "scram-sha-256",
  search_path: "public,extensions",
  timezone: "UTC",
  log_timezone: "UTC",
  max_connections: "200",
};

const readyTimeoutMs = 60_000;
const stopTimeoutMs = 15_000;
const retryForMs = 5_000;

/** Connection string of the superuser for a database of this cluster. */
export function superuserUrl(cluster: Pick<ClusterOptions, "port" | "password">, database = "postgres"): string {
  return `postgresql://${superuser}:${encodeURIComponent(cluster.password)}@127.0.0.1:${cluster.port}/${database}`;
}

/** Makes the cluster when it is absent, ends a server that a crash left behind, and starts PostgreSQL on it. */
export async function startPostgres(options: ClusterOptions): Promise<RunningPostgres> {
  if (platform() === "win32") {
    throw new Failure(
      "The embedded PostgreSQL runs on Linux and macOS: use WSL, or set DATABASE_URL_<NAME> for every subgraph to use servers of your own.",
    );
  }
  const account = postgresAccount();
  const binaries = findPostgresBinaries(account);
  if (inspectCluster(options.folder) === "absent") await makeCluster(binaries, account, options);
  const folder = realFolder(options.folder);

  // After a crash the old server's last processes may hold its memory for a moment longer.
  const giveUpAt = Date.now() + retryForMs;
  for (;;) {
    await stopStaleServer(binaries, account, folder);
    const attempt = await attemptStart(binaries, account, folder, options);
    if ("running" in attempt) return attempt.running;
    if (Date.now() >= giveUpAt || !/postmaster\.pid|shared memory block|is already in use/.test(attempt.output)) {
      throw new Failure(describeFailedStart(attempt.output, options.logFile));
    }
    await delay(250);
  }
}

async function makeCluster(binaries: PostgresBinaries, account: Account, options: ClusterOptions): Promise<void> {
  const unfinished = prepareUnfinished(options.folder, account);
  const secrets = mkdtempSync(join(tmpdir(), "careconnect-initdb-"));
  try {
    const passwordFile = join(secrets, "password");
    writeFileSync(passwordFile, `${options.password}\n`, { mode: 0o600 });
    giveTo(account, secrets);
    giveTo(account, unfinished);
    const { code, output } = await run(
      binaries.initdb,
      [
        `--pgdata=${unfinished}`,
        `--username=${superuser}`,
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        // The built-in provider sorts alike on every machine, whatever locales are installed.
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--no-instructions",
        "--no-sync",
      ],
      account,
      unfinished,
    );
    if (code !== 0) {
      const reason = /No space left on device/.test(output) ? "the disk is full" : lastMeaningfulLine(output);
      throw new Failure(`PostgreSQL could not create its database folder ${options.folder}: ${reason}.`);
    }
    finishCluster(unfinished, options.folder);
  } finally {
    rmSync(secrets, { recursive: true, force: true });
  }
}

/** A server that outlived a killed supervisor still owns the folder: end it, but never a stranger that got its number. */
async function stopStaleServer(binaries: PostgresBinaries, account: Account, folder: string): Promise<void> {
  const pidFile = join(folder, "postmaster.pid");
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
  if (Number.isInteger(pid) && pid > 0 && (await isPostgres(pid))) {
    await run(binaries.pgCtl, ["stop", "-D", folder, "-m", "fast", "-w", "-t", "20"], account, folder);
    return;
  }
  rmSync(pidFile, { force: true });
}

async function isPostgres(pid: number): Promise<boolean> {
  const { output } = await run("ps", ["-o", "comm=", "-p", String(pid)], undefined, "/").catch(() => ({ output: "" }));
  // A minimal system may have no ps; Linux tells by itself.
  const proc = `/proc/${pid}/comm`;
  const name = output.trim() || (existsSync(proc) ? readFileSync(proc, "utf8").trim() : "");
  return /(^|\/)postgres$/.test(name);
}

type Attempt = { running: RunningPostgres } | { output: string };

async function attemptStart(
  binaries: PostgresBinaries,
  account: Account,
  folder: string,
  options: ClusterOptions,
): Promise<Attempt> {
  const settings = { ...commonSettings, ...options.settings, port: String(options.port) };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const log = openSync(options.logFile, "a");
  const logStart = statSync(options.logFile).size;
  let shell: ChildProcess;
  try {
    shell = spawn("/bin/sh", ["-c", guardian, "careconnect-postgres", binaries.postgres, "-D", folder, ...flags], {
      ...account,
      cwd: folder,
      env: plainEnvironment(),
      // A group of its own: a terminal's Ctrl-C must reach us alone, so that the services stop before their database.
      detached: true,
      stdio: ["pipe", log, log],
    });
  } finally {
    closeSync(log);
  }
  // The pipe breaks when the shell ends; its exit tells us already.
  shell.stdin?.on("error", () => undefined);
  const ended = once(shell, "exit").then(() => undefined);
  const running: RunningPostgres = {
    ended,
    stop: () => stopServer(shell, ended),
    kill: () => killGroup(shell),
  };
  try {
    const up = await Promise.race([
      waitUntilReady(superuserUrl(options), options.signal).then(() => true),
      ended.then(() => false),
    ]);
    if (up) return { running };
  } catch (cause) {
    await running.stop();
    throw cause;
  }
  return { output: readFileSync(options.logFile, "utf8").slice(logStart) };
}

async function waitUntilReady(url: string, signal: AbortSignal | undefined): Promise<void> {
  const giveUpAt = Date.now() + readyTimeoutMs;
  for (;;) {
    signal?.throwIfAborted();
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (cause) {
      const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
      if (code === "28P01") {
        throw new Failure(
          "The database does not accept its own password: keys/postgres.json does not belong to this database folder, restore both from the same backup.",
          { cause },
        );
      }
      if (Date.now() >= giveUpAt) throw new Failure("PostgreSQL did not become ready within 60 seconds.", { cause });
      await delay(30);
    }
  }
}

async function stopServer(shell: ChildProcess, ended: Promise<void>): Promise<void> {
  shell.stdin?.end();
  const timer = setTimeout(() => killGroup(shell), stopTimeoutMs);
  await ended;
  clearTimeout(timer);
}

function killGroup(shell: ChildProcess): void {
  if (shell.pid === undefined || shell.exitCode !== null || shell.signalCode !== null) return;
  try {
    process.kill(-shell.pid, "SIGKILL");
  } catch {
    // The group ended between the check and the signal.
    return;
  }
}

async function run(
  command: string,
  args: string[],
  account: Account,
  cwd: string,
): Promise<{ code: number; output: string }> {
  const child = spawn(command, args, { ...account, cwd, env: plainEnvironment(), stdio: ["ignore", "pipe", "pipe"] });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
  const [code] = await once(child, "close");
  return { code: typeof code === "number" ? code : 1, output: Buffer.concat(chunks).toString("utf8") };
}

/** The user's PG* and locale variables must not reach our server. */
function plainEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH ?? "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };
}

function describeFailedStart(output: string, logFile: string): string {
  const reason = /No space left on device/.test(output) ? "the disk is full" : lastMeaningfulLine(output);
  return `PostgreSQL could not start: ${reason} (its log is ${logFile}).`;
}

function lastMeaningfulLine(output: string): string {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const fatal = lines.find((line) => /\b(FATAL|PANIC|error):/.test(line)) ?? lines.at(-1) ?? "it gave no reason";
  return fatal
    .replace(/^.*?\b(FATAL|PANIC|error):\s*/, "")
    .replace(/\.$/, "")
    .trim();
}
