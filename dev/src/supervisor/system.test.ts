import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import {
  eventually,
  type FakeSystem,
  makeFakeSystem,
  postmasterPid,
  type StartedSystem,
  survivors,
} from "../test/fake.services.ts";
import { freePort } from "./free.port.ts";
import { isAlive } from "./process.identity.ts";
import { subgraphNames } from "./subgraph.names.ts";

const systems: FakeSystem[] = [];
const started: StartedSystem[] = [];

async function newSystem(): Promise<FakeSystem> {
  const system = makeFakeSystem(await freePort());
  systems.push(system);
  return system;
}

async function start(system: FakeSystem, env?: NodeJS.ProcessEnv): Promise<StartedSystem> {
  const running = await system.start(env);
  started.push(running);
  return running;
}

afterEach(async () => {
  for (const { supervisor, ended } of started.splice(0)) {
    supervisor.kill("SIGTERM");
    await ended;
  }
  for (const system of systems.splice(0)) system.remove();
});

/** The one sentence a failed start leaves behind the line that says what is being started. */
function complaint(output: string): string {
  return output
    .split("\n")
    .filter((line) => line !== "" && !/^(Starting CareConnect| {2}✓)/.test(line))
    .join("\n");
}

/** The supervisor, PostgreSQL, the router, what stands in for Stripe, and the subgraphs. */
const processCount = 4 + subgraphNames.length;

describe("the system", () => {
  it("starts, tells where it is, and leaves no process after Ctrl-C", async () => {
    const system = await newSystem();
    const running = await start(system, { FAKE_DEMO: "1" });
    expect(running.output()).toContain(`\nCareConnect is ready at http://localhost:${system.port}\n`);
    await eventually(running.output, (text) => text.includes("admin@careconnect.test"));
    expect(running.output()).toMatch(/Demo accounts, password careconnect:\n {2}admin@careconnect.test/);
    for (const title of ["database", "migrations", "services", "router", "demo data"]) {
      expect(running.output()).toMatch(new RegExp(`✓ ${title} +\\d+\\.\\d s`));
    }
    const secrets = statSync(join(system.dataFolder, "keys", "postgres.json"));
    expect(secrets.mode & 0o777).toBe(0o600);

    const processes = await running.processes();
    expect(processes).toHaveLength(processCount);
    running.supervisor.kill("SIGINT");
    expect(await running.ended).toBe(0);
    expect(await survivors(processes)).toEqual([]);
    expect(existsSync(join(system.dataFolder, "run", "ports.json"))).toBe(false);

    const again = await start(system, { FAKE_DEMO: "1" });
    expect(again.isReady).toBe(true);
    expect(again.output()).not.toContain("demo data");
  });

  it("ends what does not want to end at the second Ctrl-C", async () => {
    const running = await start(await newSystem(), { FAKE_STUBBORN: "1" });
    const processes = await running.processes();
    running.supervisor.kill("SIGINT");
    // At once it is the same key press, passed on by the terminal and by npm.
    running.supervisor.kill("SIGINT");
    await delay(1_200);
    expect(processes.filter(isAlive)).toHaveLength(processCount);
    running.supervisor.kill("SIGINT");
    expect(await running.ended).toBe(130);
    expect(await survivors(processes)).toEqual([]);
  });

  it("gives each service its own secrets alone", async () => {
    const running = await start(await newSystem());
    const { env } = await running.ask("patient");
    expect(Object.keys(env).filter((name) => name.startsWith("DATABASE_"))).toEqual(["DATABASE_URL_PATIENT"]);
    expect(Object.keys(env).filter((name) => name.startsWith("BROKER_"))).toEqual(["BROKER_URL"]);
    const router = await running.ask("router");
    expect(Object.keys(router.env).filter((name) => /^(DATABASE|BROKER)_/.test(name))).toEqual(["DATABASE_URL_ROUTER"]);
  });

  it("gives each service its own credentials for a RabbitMQ, and nobody another one's", async () => {
    const running = await start(await newSystem(), {
      BROKER_URL: "amqp://all:a@127.0.0.1:1/careconnect",
      BROKER_OWNER_URL: "amqp://owner:o@127.0.0.1:1/careconnect",
      BROKER_URL_PATIENT: "amqp://patient:p@127.0.0.1:1/careconnect",
    });
    const brokerOf = async (service: string) => {
      const { env } = await running.ask(service);
      return Object.entries(env).filter(([name]) => name.startsWith("BROKER_"));
    };
    expect(await brokerOf("patient")).toEqual([["BROKER_URL", "amqp://patient:p@127.0.0.1:1/careconnect"]]);
    expect(await brokerOf("billing")).toEqual([["BROKER_URL", "amqp://all:a@127.0.0.1:1/careconnect"]]);
    expect(await brokerOf("router")).toEqual([]);
  });

  it("leaves no process when the supervisor is killed, and starts again at once", async () => {
    const system = await newSystem();
    const first = await start(system);
    const processes = await first.processes();
    first.supervisor.kill("SIGKILL");
    const second = await start(system);
    expect(second.isReady).toBe(true);
    expect(await survivors(processes)).toEqual([]);
  });

  it("leaves no process when npm, which had started it, is killed", async () => {
    const running = await start(await newSystem(), { npm_lifecycle_event: "start" });
    const processes = await running.processes();
    expect(processes).toHaveLength(processCount);
    running.supervisor.kill("SIGKILL");
    expect(await survivors(processes)).toEqual([]);
  });

  it("starts a service again that has died, on the same port", async () => {
    const system = await newSystem();
    const running = await start(system);
    const before = await running.ask("billing");
    process.kill(before.pid, "SIGKILL");
    const text = await eventually(running.output, (output) => output.includes("billing is running again"));
    expect(text).toContain("billing ended (signal SIGKILL); starting it again in 0.5 s");
    const after = await running.ask("billing");
    expect(after.env.PORT).toBe(before.env.PORT);
    expect(after.pid).not.toBe(before.pid);
  });

  it("starts PostgreSQL again that has died", async () => {
    const system = await newSystem();
    const running = await start(system);
    process.kill(postmasterPid(system.dataFolder) ?? 0, "SIGKILL");
    const text = await eventually(running.output, (output) => output.includes("postgres is running again"));
    expect(text).toContain("postgres is running again");
  });

  it("runs in a private folder, which the account of PostgreSQL cannot walk into", async () => {
    const system = makeFakeSystem(await freePort(), { isPrivate: true });
    systems.push(system);
    const first = await start(system);
    expect(first.isReady).toBe(true);
    first.supervisor.kill("SIGTERM");
    await first.ended;
    expect((await start(system)).isReady).toBe(true);
  });

  it("starts after PostgreSQL and the supervisor were killed together", async () => {
    const system = await newSystem();
    const first = await start(system);
    const processes = await first.processes();
    first.supervisor.kill("SIGKILL");
    process.kill(postmasterPid(system.dataFolder) ?? 0, "SIGKILL");
    const second = await start(system);
    expect(second.isReady).toBe(true);
    expect(await survivors(processes)).toEqual([]);
  });
});

describe("a start that cannot succeed says why in one sentence", () => {
  it("when a second supervisor is started over the data folder", async () => {
    const system = await newSystem();
    const first = await start(system);
    const second = await start(system, { PORT: String(await freePort()) });
    expect(await second.ended).toBe(1);
    expect(complaint(second.output())).toBe(
      `CareConnect already runs on the data folder ${system.dataFolder} (process ${first.supervisor.pid}, http://localhost:${system.port}): stop it first, or set CARECONNECT_DATA and PORT for a second one.`,
    );
    expect((await first.ask("router")).pid).toBeGreaterThan(0);
  });

  it("when the port is taken", async () => {
    const system = await newSystem();
    const server = createServer().listen(system.port, "127.0.0.1");
    const running = await start(system);
    expect(await running.ended).toBe(1);
    expect(complaint(running.output())).toBe(
      `Port ${system.port} is already in use: stop what listens there, or set PORT to another one, as in PORT=${system.port + 1} npm start.`,
    );
    server.close();
  });

  it("when the database folder is damaged", async () => {
    const system = await newSystem();
    const first = await start(system);
    first.supervisor.kill("SIGTERM");
    await first.ended;
    rmSync(join(system.dataFolder, "postgres", "PG_VERSION"));
    const running = await start(system);
    expect(await running.ended).toBe(1);
    expect(complaint(running.output())).toBe(
      `The database folder ${join(system.dataFolder, "postgres")} is damaged (PG_VERSION is missing): restore it from a backup, or remove it to start with an empty database.`,
    );
  });

  it("when the data folder is a file", async () => {
    const system = await newSystem();
    writeFileSync(system.dataFolder, "");
    const running = await start(system);
    expect(await running.ended).toBe(1);
    expect(complaint(running.output())).toMatch(/^The data folder .* is damaged \(.* is a file, not a folder\): .*\.$/);
  });

  it("when the data folder cannot be written to", async () => {
    const system = await newSystem();
    const running = await start(system, { CARECONNECT_DATA: "/sys/careconnect" });
    expect(await running.ended).toBe(1);
    expect(complaint(running.output())).toBe(
      "CareConnect cannot write to its data folder /sys/careconnect: make it writable for this account, or set CARECONNECT_DATA to another folder.",
    );
  });

  it("when a DATABASE_URL is wrong", async () => {
    const system = await newSystem();
    const running = await start(system, { DATABASE_URL_PATIENT: "postgresql://someone:secret@127.0.0.1:1/patient" });
    expect(await running.ended).toBe(1);
    expect(complaint(running.output())).toBe(
      "DATABASE_URL_PATIENT does not work: nothing listens at 127.0.0.1:1, check the address and that the server runs.",
    );
  });

  it("when a service does not start: with the end of its log", async () => {
    const system = await newSystem();
    const running = await start(system, { FAKE_START_FAILS: "provider" });
    expect(await running.ended).toBe(1);
    expect(complaint(running.output())).toBe(
      `The provider service could not start (exit code 1). The end of its log ${join(system.dataFolder, "logs", "provider.log")}:\n    The key file is unreadable: make it readable.`,
    );
    expect(postmasterPid(system.dataFolder)).toBeUndefined();
  });

  it("when a migration fails", async () => {
    const running = await start(await newSystem(), { FAKE_MIGRATION_FAILS: "1" });
    expect(await running.ended).toBe(1);
    expect(complaint(running.output())).toMatch(
      /^The migrations of \w+ did not succeed \(exit code 1\)\. .*\n {4}The table is in the way\.$/,
    );
  });

  it("when production finds demo data", async () => {
    const system = await newSystem();
    mkdirSync(join(system.dataFolder, "run"), { recursive: true });
    writeFileSync(join(system.dataFolder, "run", "demo.json"), "{}");
    const urls = ["IDENTITY", "PATIENT", "PROVIDER", "APPOINTMENT", "BILLING", "REPORTS", "ROUTER"].flatMap((name) => [
      [`DATABASE_URL_${name}`, "postgresql://a:b@127.0.0.1:1/c"],
      [`DATABASE_OWNER_URL_${name}`, "postgresql://a:b@127.0.0.1:1/c"],
    ]);
    const broker = { BROKER_URL: "postgresql://a:b@127.0.0.1:1/c", BROKER_OWNER_URL: "postgresql://a:b@127.0.0.1:1/c" };
    const running = await start(system, { CARECONNECT_MODE: "production", ...Object.fromEntries(urls), ...broker });
    expect(await running.ended).toBe(1);
    expect(complaint(running.output())).toMatch(/holds demo data, which production never serves/);
  });
});
