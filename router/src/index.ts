import { routerErrors } from "./http/error.reference.ts";
import { readCommand } from "./router.command.ts";
import { ConfigurationError, readConfig, readMigrationConfig } from "./router.config.ts";
import { shutDownOnRequest } from "./router.shutdown.ts";
import { startRouter } from "./router.start.ts";
import { migrateStore } from "./store/store.migration.ts";
import { createLogger } from "./telemetry/log.writer.ts";

async function migrate(): Promise<void> {
  const { ownerUrl, applicationRole } = readMigrationConfig(process.env);
  await migrateStore(ownerUrl, applicationRole);
}

async function serve(): Promise<void> {
  const command = readCommand(process.argv.slice(2), process.env);
  const config = readConfig(process.env, command);
  const logger = createLogger(config.logLevel);
  const router = await startRouter(config, logger);
  shutDownOnRequest(router, config.supervised, logger);
  logger.info({ port: router.port }, "router is ready");
  if (command.supergraph !== undefined) {
    process.stdout.write(`The router is ready at http://localhost:${router.port}/graphql\n`);
  }
}

/** Prints what the router answers with, for the reference of error codes. */
async function errors(): Promise<void> {
  process.stdout.write(JSON.stringify(routerErrors));
}

const commands = new Map([
  ["migrate", migrate],
  ["errors", errors],
]);

try {
  await (commands.get(process.argv[2] ?? "") ?? serve)();
} catch (error) {
  const reason = error instanceof ConfigurationError ? error.message : `The router cannot start: ${String(error)}`;
  process.stderr.write(`${reason}\n`);
  process.exit(1);
}
