import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { complain, say } from "@careconnect/dev/console/console.output";
import { Failure, isSystemError } from "@careconnect/dev/failure";
import { demoTokens, type TokenSource } from "@careconnect/dev/import/access.token";
import { localUrl } from "@careconnect/dev/import/import.target";
import { repositoryRoot } from "@careconnect/dev/repository.root";
import { brokerVariableOf, subgraphNames } from "@careconnect/dev/supervisor/subgraph.names";
import { readLock } from "@careconnect/dev/supervisor/supervisor.lock";
import { startWholeSystem, type WholeSystem } from "@careconnect/dev/test/whole.system";
import { brokerOwner } from "@careconnect/kit";
import { findRabbitmq, startTestRabbitmq, type TestRabbitmq } from "@careconnect/kit/testing/rabbitmq";
import type { BrokerName } from "./chaos.arguments.ts";

/** The whole system, as far as one can break it. */
export interface ChaosSystem extends Pick<WholeSystem, "sql" | "ports" | "url" | "dataFolder"> {
  signIn(email: string, scope?: string): TokenSource;
  /** Kills a service, as the supervisor knows it. @returns whether there was one */
  killService(name: string): boolean;
  killPostgres(): boolean;
  /** Kills what carries the events, or what it has open. @returns whether it was there, and not just up again */
  killBroker(): Promise<boolean>;
  /** Ends the session of the relay that leads in a subgraph. */
  killRelay(subgraph: string): Promise<boolean>;
  /** Ends it and removes its data, unless somebody wants to look at it. */
  stop(keepsData: boolean): Promise<void>;
}

const password = "chaos";

export async function startChaosSystem(broker: BrokerName): Promise<ChaosSystem> {
  const rabbitmq = broker === "rabbitmq" ? await startRabbitmq() : undefined;
  const system = await startWholeSystem({
    CARECONNECT_MODE: "demo",
    LOG_LEVEL: "info",
    ...(rabbitmq && brokerEnvironment(rabbitmq)),
  }).catch(async (cause: unknown) => {
    await rabbitmq?.close();
    throw cause;
  });
  const { sql, ports, url, dataFolder } = system;
  let isSpared = false;
  /**
   * Kills it and has it start again, which takes longer than with anything else: nobody waits for it. It is left alone for as long as
   * it took then: one node that is killed whenever it is up is away nearly all of the time, which no broker is.
   */
  const restart = async (broker: TestRabbitmq) => {
    if (isSpared) return false;
    isSpared = true;
    await broker.kill();
    const since = performance.now();
    const startAgain = async () => {
      await broker.start();
      const awayMs = performance.now() - since;
      say(`             broker is up again after ${(awayMs / 1_000).toFixed(1)} s`);
      await pause(awayMs, undefined, { ref: false });
    };
    startAgain()
      .catch((cause: unknown) => complain(String(cause)))
      .finally(() => {
        isSpared = false;
      });
    return true;
  };
  return {
    ...{ sql, ports, url, dataFolder },
    signIn: (email, scope = "graphql") => demoTokens({ identityUrl: localUrl(ports.identity), email, scope }),
    killService(name) {
      const children = readLock(join(dataFolder, "run", "supervisor.json"))?.children ?? [];
      return kill(children.findLast((child) => child.name === name)?.pid);
    },
    killPostgres: () => kill(postmasterOf(dataFolder)),
    async killBroker() {
      if (rabbitmq) return restart(rabbitmq);
      return terminate(sql, "broker", "careconnect broker");
    },
    killRelay: (subgraph) => terminate(sql, subgraph as "patient", "careconnect relay"),
    async stop(keepsData) {
      await system.stop(keepsData);
      await rabbitmq?.close();
    },
  };
}

/** A RabbitMQ with the users of a deployment, whose passwords are known here. */
async function startRabbitmq(): Promise<TestRabbitmq> {
  if (!findRabbitmq(process.env)) throw new Failure("There is no RabbitMQ: install Debian's package rabbitmq-server.");
  const definitions = readFileSync(join(repositoryRoot, "deploy", "rabbitmq", "definitions.json"), "utf8");
  return startTestRabbitmq(JSON.parse(definitions.replaceAll(/@\w+_BROKER_PASSWORD@/g, password)));
}

function brokerEnvironment(rabbitmq: TestRabbitmq): Record<string, string> {
  const owner = rabbitmq.urlFor(brokerOwner, password);
  return {
    BROKER_URL: owner,
    BROKER_OWNER_URL: owner,
    ...Object.fromEntries(subgraphNames.map((name) => [brokerVariableOf(name), rabbitmq.urlFor(name, password)])),
  };
}

function kill(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(pid, "SIGKILL");
    return true;
  } catch (cause) {
    if (isSystemError(cause, "ESRCH")) return false;
    throw cause;
  }
}

function postmasterOf(dataFolder: string): number | undefined {
  try {
    return Number(readFileSync(join(dataFolder, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
  } catch {
    // It is being started again.
    return undefined;
  }
}

/** What is not there cannot be ended: PostgreSQL may be down itself. */
async function terminate(sql: WholeSystem["sql"], database: "broker" | "patient", name: string): Promise<boolean> {
  try {
    const ended = await sql(
      database,
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = $1",
      [name],
    );
    return ended.length > 0;
  } catch {
    return false;
  }
}
