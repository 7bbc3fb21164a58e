import { existsSync } from "node:fs";

/** Debian's; the one on the path serves as another account, as which the tests do not. */
const debian = "/usr/lib/rabbitmq/bin/rabbitmq-server";

/** The RabbitMQ server of this machine: the one RABBITMQ_SERVER names, or else Debian's; undefined when there is none. */
export function findRabbitmq({ RABBITMQ_SERVER = debian }: NodeJS.ProcessEnv): string | undefined {
  return existsSync(RABBITMQ_SERVER) ? RABBITMQ_SERVER : undefined;
}
