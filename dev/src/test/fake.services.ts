import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { identityOf, isAlive, type ProcessIdentity } from "../supervisor/process.identity.ts";
import { subgraphNames } from "../supervisor/subgraph.names.ts";
import { readLock } from "../supervisor/supervisor.lock.ts";

/** A service as the supervisor knows it, in a few lines: it also answers who it is and which variables it was given. */
const fakeService = `
const http = require("node:http");
if (process.argv[2]?.startsWith("migrate")) {
  if (process.env.FAKE_MIGRATION_FAILS) { console.error("The table is in the way."); process.exit(1); }
  process.exit(0);
}
if (process.env.FAKE_START_FAILS && __filename.includes(process.env.FAKE_START_FAILS)) {
  console.error("The key file is unreadable: make it readable.");
  process.exit(1);
}
const server = http.createServer((request, response) => {
  if (request.url === "/environment") return response.end(JSON.stringify({ pid: process.pid, env: process.env }));
  if (request.url === "/oidc/demo-accounts") {
    return response.end(JSON.stringify([{ email: "admin@careconnect.test", roles: ["ADMIN"], organization: "Clinic" }]));
  }
  response.end("ok");
});
server.listen(Number(process.env.PORT), process.env.HOST);
const end = () => process.env.FAKE_STUBBORN || process.exit(0);
process.on("SIGTERM", end);
process.on("SIGINT", end);
process.stdin.on("end", end).resume();
`;

export interface FakeSystem {
  dataFolder: string;
  port: number;
  /** Starts the supervisor; resolves when it prints the ready line or ends. */
  start(env?: NodeJS.ProcessEnv): Promise<StartedSystem>;
  remove(): void;
}

export interface StartedSystem {
  supervisor: ChildProcess;
  isReady: boolean;
  output(): string;
  /** Settles with the exit code when the supervisor has ended. */
  ended: Promise<number | null>;
  /** All processes of the system, PostgreSQL included. */
  processes(): Promise<ProcessIdentity[]>;
  /** What the service says of itself. */
  ask(service: string): Promise<{ pid: number; env: Record<string, string> }>;
}

const program = fileURLToPath(new URL("./fake.system.ts", import.meta.url));

export function makeFakeSystem(port: number, { isPrivate = false } = {}): FakeSystem {
  const root = mkdtempSync(join(tmpdir(), "careconnect-fake-"));
  chmodSync(root, isPrivate ? 0o700 : 0o755);
  for (const name of [...subgraphNames, "router", "stripe-simulator"])
    writeFileSync(join(root, `${name}.js`), fakeService);
  const dataFolder = join(root, "data");
  return {
    dataFolder,
    port,
    start: (env = {}) => startFake(root, dataFolder, port, env),
    remove() {
      const cluster = join(dataFolder, "postgres");
      // Run by root in a private folder, the cluster lies elsewhere and is only linked to.
      if (existsSync(cluster)) rmSync(realpathSync(cluster), { recursive: true, force: true });
      rmSync(root, { recursive: true, force: true });
    },
  };
}

async function startFake(
  root: string,
  dataFolder: string,
  port: number,
  env: NodeJS.ProcessEnv,
): Promise<StartedSystem> {
  const command = [process.execPath, "--conditions=@careconnect/source", program];
  // As npm does: a process between the one who starts and the supervisor.
  const between = env.npm_lifecycle_event ? ["/bin/sh", "-c", '"$@" & wait', "npm"] : [];
  const [executable = "", ...args] = [...between, ...command];
  const supervisor = spawn(executable, args, {
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      CARECONNECT_DATA: dataFolder,
      FAKE_SERVICES: root,
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  const ready = Promise.withResolvers<true>();
  const collect = (chunk: Buffer) => {
    text += chunk.toString("utf8");
    if (text.includes("CareConnect is ready at")) ready.resolve(true);
  };
  supervisor.stdout.on("data", collect);
  supervisor.stderr.on("data", collect);
  const ended = once(supervisor, "close").then(() => supervisor.exitCode);
  const isReady = await Promise.race([ready.promise, ended.then(() => false)]);

  const ports = (): Record<string, number> => JSON.parse(readFileSync(join(dataFolder, "run", "ports.json"), "utf8"));
  const ask: StartedSystem["ask"] = async (service) => {
    const response = await fetch(`http://127.0.0.1:${ports()[service]}/environment`);
    return response.json() as Promise<{ pid: number; env: Record<string, string> }>;
  };
  return {
    supervisor,
    isReady,
    output: () => text,
    ended,
    ask,
    async processes() {
      const names = Object.keys(ports()).filter((name) => name !== "postgres");
      const services = await Promise.all(names.map(async (name) => (await ask(name)).pid));
      const pids = [supervisorPid(dataFolder), ...services, postmasterPid(dataFolder)];
      return pids.flatMap((pid) => (pid === undefined ? [] : (identityOf(pid) ?? [])));
    },
  };
}

function supervisorPid(dataFolder: string): number | undefined {
  return readLock(join(dataFolder, "run", "supervisor.json"))?.supervisor.pid;
}

/** The number of the running PostgreSQL; undefined when its own file tells none. */
export function postmasterPid(dataFolder: string): number | undefined {
  const file = join(dataFolder, "postgres", "postmaster.pid");
  return existsSync(file) ? Number(readFileSync(file, "utf8").split("\n")[0]) : undefined;
}

/** Waits until all of them have ended; returns those that have not after ten seconds. */
export async function survivors(processes: ProcessIdentity[]): Promise<ProcessIdentity[]> {
  return eventually(
    () => processes.filter(isAlive),
    (left) => left.length === 0,
  );
}

/** Asks until the answer pleases, for ten seconds at most; returns the last answer. */
export async function eventually<T>(ask: () => T | Promise<T>, pleases: (answer: T) => boolean): Promise<T> {
  const giveUpAt = Date.now() + 10_000;
  for (;;) {
    const answer = await ask();
    if (pleases(answer) || Date.now() > giveUpAt) return answer;
    await delay(50);
  }
}
