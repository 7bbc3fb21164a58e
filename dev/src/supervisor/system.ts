import { setTimeout as delay } from "node:timers/promises";
import { Failure } from "../failure.ts";
import { withClientSecret } from "./client.secret.ts";
import { openDataFolder, refuseDemoData } from "./data.folder.ts";
import { openDatabases } from "./databases.ts";
import { type DemoLoader, loadDemoDataOnce, needsDemoData } from "./demo.step.ts";
import { isPortFree } from "./free.port.ts";
import { type Keeper, keepRunning } from "./keeper.ts";
import { type Ports, pickPorts, removePorts, writePorts } from "./ports.file.ts";
import {
  brokerMigrationEnvironment,
  migrationEnvironment,
  routerEnvironment,
  simulatorEnvironment,
  subgraphEnvironment,
} from "./service.environment.ts";
import { rotateLog } from "./service.log.ts";
import { migrateService, type Service, startService } from "./service.process.ts";
import { isStripeSimulated, withSimulatedStripe } from "./stripe.simulator.ts";
import {
  type DatabaseName,
  databaseNames,
  type ServiceName,
  type SubgraphName,
  subgraphNames,
} from "./subgraph.names.ts";
import type { DatabaseUrls, SupervisorConfig } from "./supervisor.config.ts";
import { acquireLock, type SupervisorLock } from "./supervisor.lock.ts";

export interface SystemOptions {
  config: SupervisorConfig;
  /** The user's environment, passed on to the services. */
  env: NodeJS.ProcessEnv;
  /** The JavaScript file of each service. */
  entryOf(service: ServiceName): string;
  /** Fills a new system; undefined where there is no demo data. */
  demoLoader: DemoLoader | undefined;
  /** Runs one step of the start, showing its progress. */
  step<T>(title: string, work: (progress: (detail: string) => void) => Promise<T>): Promise<T>;
  tell(line: string): void;
}

export interface System {
  /** Brings everything up; on abort or failure, stop() ends what had started by then. */
  start(signal: AbortSignal): Promise<Ports>;
  /** Ends the router, then the subgraphs, then PostgreSQL. */
  stop(): Promise<void>;
  /** Ends everything at once. */
  kill(): void;
  /** Migrates and starts one service again, for a developer who has changed it. */
  restart(service: SubgraphName | "router"): Promise<void>;
}

const portPatienceMs = 10_000;

/** The whole of CareConnect as processes of this machine. */
export function createSystem(options: SystemOptions): System {
  const { config, step, tell } = options;
  const keepers = new Map<string, Keeper>();
  const migrations = new Map<string, Service>();
  let postgres: Keeper | undefined;
  let lock: SupervisorLock | undefined;
  let portsFile: string | undefined;

  async function start(signal: AbortSignal): Promise<Ports> {
    const folder = openDataFolder(config.dataFolder);
    if (config.mode === "production") refuseDemoData(folder);
    lock = await acquireLock(folder.file("run", "supervisor.json"), config.dataFolder, config.port);
    await refuseTakenPort(config, lock.afterCrash);

    const isSimulated = isStripeSimulated(config, options.env);
    const ports = await pickPorts(config.port, [
      ...(config.externalDatabases.size < databaseNames.length ? (["postgres"] as const) : []),
      ...(isSimulated ? (["stripe-simulator"] as const) : []),
    ]);
    const shared =
      config.mode === "demo" ? withClientSecret(options.env, folder.file("keys", "web-client.secret")) : options.env;
    const env = isSimulated ? withSimulatedStripe(shared, ports, folder.file("keys", "stripe-simulator.json")) : shared;
    portsFile = folder.file("run", "ports.json");
    writePorts(portsFile, ports);

    const databases = await step("database", () =>
      openDatabases({
        external: config.externalDatabases,
        folder,
        port: ports.postgres ?? 0,
        signal,
        tell,
        onKeeper: (keeper) => {
          postgres = keeper;
        },
      }),
    );

    const onSpawn = (name: string) => (pid: number | undefined) => lock?.addChild(name, pid);
    const logFileOf = (name: string) => folder.file("logs", `${name}.log`);
    const urlsOf = (name: DatabaseName): DatabaseUrls => {
      const urls = databases.get(name);
      if (!urls) throw new Error(`There is no database for ${name}.`);
      return urls;
    };
    const brokerUrls = urlsOf("broker");
    const subgraphs = subgraphNames.map((name): Service => {
      const urls = urlsOf(name);
      const serving = subgraphEnvironment(name, env, config, ports, urls, brokerUrls);
      const service = {
        name,
        entry: options.entryOf(name),
        port: ports[name],
        env: serving,
        logFile: logFileOf(name),
        onSpawn: onSpawn(name),
      };
      migrations.set(name, { ...service, env: migrationEnvironment(name, serving, urls, brokerUrls) });
      return service;
    });
    const routerUrls = urlsOf("router");
    const router: Service = {
      name: "router",
      entry: options.entryOf("router"),
      host: config.host,
      port: ports.router,
      env: routerEnvironment(env, config, ports, routerUrls),
      logFile: logFileOf("router"),
      onSpawn: onSpawn("router"),
    };
    migrations.set("router", { ...router, env: migrationEnvironment("router", router.env, routerUrls) });
    const broker: Service = {
      name: "broker",
      // The kit makes the broker's tables, and every subgraph stands on it.
      entry: options.entryOf("identity"),
      port: ports.identity,
      env: brokerMigrationEnvironment(env, config, ports, brokerUrls),
      logFile: logFileOf("broker"),
      onSpawn: onSpawn("broker"),
    };
    const simulator: Service = {
      name: "stripe-simulator",
      entry: options.entryOf("stripe-simulator"),
      port: ports["stripe-simulator"] ?? 0,
      env: simulatorEnvironment(env, config, ports),
      logFile: logFileOf("stripe-simulator"),
      onSpawn: onSpawn("stripe-simulator"),
    };
    const besides = isSimulated ? [simulator] : [];
    for (const { logFile } of [...subgraphs, router, broker, ...besides]) rotateLog(logFile);

    await step("migrations", async () => {
      await migrateService(broker, signal, "migrate-broker");
      await allSettled([...migrations.values()].map((service) => migrateService(service, signal)));
    });
    await step("services", () => allSettled([...subgraphs, ...besides].map((service) => keep(service, signal))));
    await step("router", () => keep(router, signal));

    const stampFile = folder.file("run", "demo.json");
    const { demoLoader } = options;
    if (demoLoader && config.mode === "demo" && needsDemoData(stampFile)) {
      await step("demo data", (onProgress) =>
        untilAborted(
          loadDemoDataOnce(stampFile, demoLoader, { ports, dataFolder: config.dataFolder, onProgress }),
          signal,
        ),
      );
    }
    return ports;
  }

  async function keep(service: Service, signal: AbortSignal): Promise<void> {
    const keeper = await keepRunning(
      { name: service.name, tell, start: (stopSignal) => startService(service, stopSignal) },
      signal,
    );
    keepers.set(service.name, keeper);
  }

  async function stop(): Promise<void> {
    await keepers.get("router")?.stop();
    await Promise.all([...keepers.values()].map((keeper) => keeper.stop()));
    await postgres?.stop();
    if (portsFile) removePorts(portsFile);
    lock?.release();
  }

  function kill(): void {
    for (const keeper of [...keepers.values(), postgres]) keeper?.kill();
    lock?.release();
  }

  async function restart(name: SubgraphName | "router"): Promise<void> {
    const migration = migrations.get(name);
    if (migration) await migrateService(migration, new AbortController().signal);
    await keepers.get(name)?.restart();
  }

  return { start, stop, kill, restart };
}

/** Waits for all, even when one fails, so that nothing is still starting when the failure is reported. */
async function allSettled(work: Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(work);
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
}

/** Demo data is loaded in steps that cannot be interrupted; the wait for them can. */
async function untilAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener("abort", abort);
  work.catch(() => undefined);
  try {
    await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** A router whose supervisor was killed needs a moment to end. */
async function refuseTakenPort({ port, host }: SupervisorConfig, afterCrash: boolean): Promise<void> {
  const giveUpAt = Date.now() + (afterCrash ? portPatienceMs : 0);
  for (;;) {
    const state = await portState(port, host);
    if (state === "free") return;
    if (Date.now() >= giveUpAt) throw new Failure(state);
    await delay(100);
  }
}

async function portState(port: number, host: string): Promise<string> {
  try {
    if (await isPortFree(port, host)) return "free";
    return `Port ${port} is already in use: stop what listens there, or set PORT to another one, as in PORT=${port === 65_535 ? 4001 : port + 1} npm start.`;
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code === "EACCES") return `Port ${port} is reserved for the system: set PORT to a number above 1023.`;
    if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
      return `HOST is "${host}", which is no address of this machine: set HOST to one.`;
    throw cause;
  }
}
