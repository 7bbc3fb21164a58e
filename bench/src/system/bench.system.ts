import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Failure } from "@careconnect/dev/failure";
import { demoTokens, type TokenSource } from "@careconnect/dev/import/access.token";
import { localUrl } from "@careconnect/dev/import/import.target";
import type { Ports } from "@careconnect/dev/supervisor/ports.file";
import { startWholeSystem, type WholeSystem } from "@careconnect/dev/test/whole.system";
import { createProcessMeter, type ProcessMeter } from "./process.meter.ts";

export interface BenchSystem {
  readonly ports: Ports;
  readonly gatewayUrl: string;
  readonly aggregatorUrl: string;
  readonly meter: ProcessMeter;
  readonly sql: WholeSystem["sql"];
  /** A new sign-in of the person who asks and books. */
  signIn(): TokenSource;
  stop(): Promise<void>;
}

const aggregatorProgram = fileURLToPath(new URL("../aggregator/aggregator.process.js", import.meta.url));
const aggregatorTimeoutMs = 10_000;

/** The whole system over an empty data folder, with the aggregator beside it. */
export async function startBenchSystem(options: { sockets: number; profile?: string }): Promise<BenchSystem> {
  const system = await startWholeSystem({
    CARECONNECT_MODE: "demo",
    // What production logs: one line a request is part of what it costs.
    LOG_LEVEL: "info",
    SOCKETS_PER_ADDRESS: String(options.sockets + 10),
    SOCKETS_PER_VIEWER: String(options.sockets + 10),
    ...(options.profile !== undefined && { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${options.profile}` }),
  });
  const aggregator = fork(aggregatorProgram, [JSON.stringify(system.ports)]);
  const stop = async () => {
    aggregator.kill("SIGTERM");
    await system.stop();
  };
  try {
    const aggregatorPort = await portOf(aggregator);
    const { postgres: _, "stripe-simulator": __, ...services } = system.ports;
    return {
      ports: system.ports,
      gatewayUrl: `http://127.0.0.1:${system.ports.router}`,
      aggregatorUrl: `http://127.0.0.1:${aggregatorPort}`,
      meter: createProcessMeter({ ...services, aggregator: aggregatorPort }, system.dataFolder),
      sql: system.sql,
      signIn: () =>
        demoTokens({ identityUrl: localUrl(system.ports.identity), email: "staff@careconnect.test", scope: "graphql" }),
      stop,
    };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

async function portOf(aggregator: ChildProcess): Promise<number> {
  const [port] = await once(aggregator, "message", { signal: AbortSignal.timeout(aggregatorTimeoutMs) });
  if (typeof port !== "number") throw new Failure("The aggregator did not start.");
  return port;
}
