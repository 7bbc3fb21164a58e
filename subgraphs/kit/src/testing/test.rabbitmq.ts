import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { connect } from "amqplib";
import type { BrokerDefinitions } from "../events/amqp.permissions.ts";
import { freeTestPorts } from "./test.ports.ts";

/** Debian's; the script beside it in /usr/sbin serves as another account, of whom a test's folder is not. */
const debian = "/usr/lib/rabbitmq/bin/rabbitmq-server";

/** The RabbitMQ server of this machine; undefined when there is none. */
export function findRabbitmq({ RABBITMQ_SERVER = debian }: NodeJS.ProcessEnv): string | undefined {
  return existsSync(RABBITMQ_SERVER) ? RABBITMQ_SERVER : undefined;
}

/** A RabbitMQ that listens on 127.0.0.1 alone, with a node, a folder and an epmd of its own. */
export interface TestRabbitmq {
  urlFor(user: string, password: string): string;
  /** Starts it again over the same data, after {@link kill} or {@link halt}; returns when it serves. */
  start(): Promise<void>;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
  /** Ends it in order. */
  halt(): Promise<void>;
  /** Gives its node a command, as operators do with rabbitmqctl. */
  control(...command: string[]): Promise<void>;
  /** Ends it, and what it needed, and removes its data. */
  close(): Promise<void>;
}

const startLimit = 180_000;

/** Starts one with the users and permissions of `definitions`, in their first virtual host. */
export async function startTestRabbitmq(definitions: BrokerDefinitions): Promise<TestRabbitmq> {
  const program = findRabbitmq(process.env);
  if (!program) throw new Error("There is no RabbitMQ: install Debian's package rabbitmq-server.");
  const folder = await mkdtemp(join(tmpdir(), "careconnect-rabbitmq-"));
  const [port, distribution, names] = await freeTestPorts(3);
  const at = (name: string) => join(folder, name);
  await writeFile(at("definitions.json"), JSON.stringify(definitions));
  await writeFile(at("plugins"), "[].\n");
  await writeFile(
    at("rabbitmq.conf"),
    [
      `listeners.tcp.1 = 127.0.0.1:${port}`,
      `load_definitions = ${at("definitions.json")}`,
      // As much as one may use that shares the machine with everything else.
      "vm_memory_high_watermark.absolute = 512MB",
      "disk_free_limit.absolute = 50MB",
      "loopback_users = none",
      "",
    ].join("\n"),
  );
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    RABBITMQ_NODENAME: `careconnect-test-${port}@localhost`,
    RABBITMQ_DIST_PORT: String(distribution),
    RABBITMQ_CONFIG_FILE: at("rabbitmq.conf"),
    RABBITMQ_MNESIA_BASE: at("data"),
    RABBITMQ_LOG_BASE: at("log"),
    RABBITMQ_LOGS: at("server.log"),
    RABBITMQ_PID_FILE: at("pid"),
    RABBITMQ_ENABLED_PLUGINS_FILE: at("plugins"),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS:
      "-kernel inet_dist_use_interface {127,0,0,1} -start_epmd false +S 2:2 +sbwt none",
    ERL_EPMD_ADDRESS: "127.0.0.1",
    ERL_EPMD_PORT: String(names),
  };
  // Its own, in the foreground: one that the server starts by itself outlives it.
  const epmd = spawn("epmd", ["-port", String(names), "-address", "127.0.0.1"], { env, stdio: "ignore" });
  let server: ChildProcess | undefined;

  const host = definitions.vhosts[0]?.name ?? "/";
  const urlFor = (user: string, password: string) =>
    `amqp://${user}:${password}@127.0.0.1:${port}/${encodeURIComponent(host)}`;

  const end = async (signal: NodeJS.Signals) => {
    const ending = server;
    server = undefined;
    if (!ending?.pid || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = once(ending, "close");
    // The whole group: the script that was started waits for the server, which alone would live on.
    process.kill(signal === "SIGKILL" ? -ending.pid : ending.pid, signal);
    await ended;
  };

  const rabbitmq: TestRabbitmq = {
    urlFor,
    async start() {
      const started = spawn(program, [], { env, cwd: folder, detached: true, stdio: ["ignore", "pipe", "pipe"] });
      server = started;
      let said = "";
      for (const stream of [started.stdout, started.stderr]) stream.on("data", (chunk) => (said += String(chunk)));
      const user = definitions.users[0];
      const giveUpAt = Date.now() + startLimit;
      while (!(await serves(urlFor(user?.name ?? "", user?.password ?? "")))) {
        if (started.exitCode === null && Date.now() < giveUpAt) await wait(100);
        else throw new Error(`RabbitMQ did not start: ${said.slice(-2_000)}`);
      }
    },
    kill: () => end("SIGKILL"),
    halt: () => end("SIGTERM"),
    async control(...command) {
      const given = spawn(join(dirname(program), "rabbitmqctl"), command, { env, cwd: folder, stdio: "ignore" });
      const [code] = await once(given, "close");
      if (code !== 0) throw new Error(`rabbitmqctl ${command.join(" ")} ended with ${code}.`);
    },
    async close() {
      await end("SIGKILL");
      epmd.kill("SIGKILL");
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
  try {
    await rabbitmq.start();
  } catch (error) {
    await rabbitmq.close();
    throw error;
  }
  return rabbitmq;
}

async function serves(url: string): Promise<boolean> {
  try {
    const connection = await connect(url, { timeout: 2_000 });
    await connection.close();
    return true;
  } catch {
    return false;
  }
}
