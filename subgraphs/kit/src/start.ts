import type { MikroORM } from "@mikro-orm/postgresql";
import type { FastifyInstance } from "fastify";
import { forgetExpiredKeys } from "./command/idempotency.ts";
import { limitCatalogue } from "./command/limit.catalogue.ts";
import {
  ConfigurationError,
  readBrokerMigrationConfig,
  readConfig,
  readDeadLetterConfig,
  readMigrationConfig,
  readRotationConfig,
} from "./config/config.ts";
import { ensureSubscriptions, migrateBroker, openEventBus } from "./events/configured.bus.ts";
import { readDeadLetterArguments } from "./events/dead-letter.arguments.ts";
import { workOnDeadLetters } from "./events/dead-letter.work.ts";
import { eventCatalogue } from "./events/event.catalogue.ts";
import { subscriptionsOf } from "./events/event.consumers.ts";
import { buildSchema } from "./graphql/subgraph.schema.ts";
import { createSubgraphServer } from "./http/subgraph.server.ts";
import { migrate, schemaDiff } from "./persistence/migrate.ts";
import { openOrm } from "./persistence/orm.ts";
import { columnCatalogue } from "./sensitive/column.catalogue.ts";
import { configuredKeyService } from "./sensitive/configured.service.ts";
import { openDataKeys } from "./sensitive/data.keys.ts";
import { rotateKeys } from "./sensitive/key.rotation.ts";
import { addKey, openKeyring, useKeyring } from "./sensitive/keyring.ts";
import { readRotationArguments } from "./sensitive/rotation.arguments.ts";
import type { SubgraphDefinition } from "./subgraph.definition.ts";
import { subjectCatalogue } from "./subject/subject.catalogue.ts";
import { startTasks } from "./tasks/recurring.task.ts";
import { describeFault } from "./telemetry/fault.ts";
import { createMetrics } from "./telemetry/metrics.ts";
import type { ServiceLog } from "./telemetry/service.log.ts";

const commands: Readonly<Record<string, (definition: SubgraphDefinition) => Promise<void>>> = {
  serve,
  migrate: async (definition) => {
    const config = readMigrationConfig(definition.name, process.env);
    await migrate(definition, config);
    if (config.broker) await ensureSubscriptions(config.broker, definition.name, subscriptionsOf(definition));
  },
  "migrate-broker": async () => {
    const { ownerUrl, applicationRole } = readBrokerMigrationConfig(process.env);
    await migrateBroker(ownerUrl, applicationRole);
  },
  diff: async (definition) => {
    const { ownerUrl } = readMigrationConfig(definition.name, process.env);
    process.stdout.write(`${await schemaDiff(definition, ownerUrl)}\n`);
  },
  "rotate-keys": async (definition) => {
    const config = readRotationConfig(definition.name, process.env);
    const { organizationId, withKeyFile } = readRotationArguments(process.argv.slice(3));
    await rotateKeys({
      subgraph: definition.name,
      entities: definition.entities,
      ...(definition.unowned && { unowned: definition.unowned }),
      ownerUrl: config.ownerUrl,
      service: await configuredKeyService(config.kms),
      begin: () => {
        if (withKeyFile) addKey(config.keysFile);
        useKeyring(openKeyring(config.keysFile, "production"));
      },
      ...(organizationId && { organizationId }),
      say: (line) => process.stdout.write(`${definition.name}: ${line}\n`),
    });
  },
  "dead-letters": async (definition) => {
    const queues = subscriptionsOf(definition).map(({ queue }) => queue);
    const order = readDeadLetterArguments(process.argv.slice(3), queues);
    const { databaseUrl, brokerUrl } = readDeadLetterConfig(definition.name, process.env);
    const orm = await openOrm({ url: databaseUrl, entities: definition.entities });
    const bus = await openEventBus({ url: brokerUrl, subgraph: definition.name, log: silentLog });
    const say = (line: string) => void process.stdout.write(`${line}\n`);
    try {
      await workOnDeadLetters({ subgraph: definition.name, queues, order, bus, orm, say });
    } finally {
      await bus.stop();
      await orm.close(true);
    }
  },
  events: async (definition) => void process.stdout.write(JSON.stringify(eventCatalogue(definition.events ?? []))),
  errors: async (definition) => void process.stdout.write(JSON.stringify(definition.errors ?? [])),
  columns: async (definition) => void process.stdout.write(JSON.stringify(await columnCatalogue(definition))),
  limits: async () => void process.stdout.write(JSON.stringify(limitCatalogue())),
  subjects: async (definition) => void process.stdout.write(JSON.stringify(await subjectCatalogue(definition))),
  sdl: async (definition) => void process.stdout.write(buildSchema(definition).sdl),
};

/**
 * The main program of a subgraph. Its first argument is the command: `serve` (default), `migrate` (as the schema's
 * owner, then exit), `migrate-broker` (the broker's tables, once for all subgraphs and before their `migrate`), `diff`
 * (print the SQL that a new migration needs), `rotate-keys` (new data keys, while others serve), `dead-letters` (events that
 * failed for good), or one that prints what the code declares and needs no environment: `sdl`, `events`, `errors`, `columns`,
 * `limits`, `subjects`. A failed start says why in one sentence.
 */
export async function startSubgraph(definition: SubgraphDefinition): Promise<void> {
  const [name = "serve"] = process.argv.slice(2);
  const command = commands[name];
  try {
    if (!command) throw new ConfigurationError(`Unknown command "${name}": use ${Object.keys(commands).join(", ")}.`);
    await command(definition);
  } catch (error) {
    process.stderr.write(`${definition.name}: ${sentenceFor(error)}\n`);
    process.exit(1);
  }
}

async function serve(definition: SubgraphDefinition): Promise<void> {
  const config = readConfig(definition.name, process.env);
  const readKeys = () => openKeyring(config.keysFile, config.mode);
  useKeyring(readKeys(), readKeys);
  const metrics = createMetrics(config.name);
  const keys = openDataKeys({
    databaseUrl: config.databaseUrl,
    subgraph: config.name,
    service: await configuredKeyService(config.kms),
  });
  const orm = await openOrm({
    url: config.databaseUrl,
    entities: definition.entities,
    ...(definition.unowned && { unowned: definition.unowned }),
    keys,
    onStatement: metrics.countStatement,
  });
  const app = await createSubgraphServer(definition, config, orm, metrics);
  const stopTasks = startTasks({
    tasks: definition.tasks ?? [],
    services: { config, orm, log: app.log },
    registry: metrics.registry,
  });
  const forgetting = setInterval(() => forgetKeys(orm, app), keyCleaningInterval).unref();
  endGracefully(config.supervised, async () => {
    clearInterval(forgetting);
    await Promise.all([stopTasks(), app.close()]);
    await orm.close(true);
    await keys.close();
  });
  await app.listen({ host: config.host, port: config.port });
}

/** A command says itself what went wrong. */
const silentLog: ServiceLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

const keyCleaningInterval = 600_000;

function forgetKeys(orm: MikroORM, app: FastifyInstance): void {
  forgetExpiredKeys(orm.em.fork()).catch((error: unknown) => {
    app.log.warn({ fault: describeFault(error) }, "expired idempotency keys could not be removed; the next round will");
  });
}

const shutdownLimit = 10_000;

/** Ends on a signal, or with the supervisor that holds our stdin: requests under way are answered first. */
function endGracefully(supervised: boolean, close: () => Promise<void>): void {
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), shutdownLimit).unref();
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
  if (supervised) process.stdin.on("end", end).on("error", end).resume();
}

function sentenceFor(error: unknown): string {
  if (error instanceof ConfigurationError) return error.message;
  const { code } = describeFault(error);
  switch (code) {
    case "EADDRINUSE":
      return "The port in PORT is already in use.";
    case "ECONNREFUSED":
    case "ENOTFOUND":
    case "EHOSTUNREACH":
    case "ETIMEDOUT":
      return "The database does not answer: check the DATABASE_URL of this subgraph.";
    case "28P01":
    case "28000":
      return "The database refuses the credentials in the DATABASE_URL of this subgraph.";
    case "3D000":
      return "The database named in the DATABASE_URL of this subgraph does not exist.";
    default:
      return error instanceof Error ? `${error.name}: ${error.message}` : "The start failed.";
  }
}
