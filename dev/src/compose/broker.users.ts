import { brokerDefinitions } from "@careconnect/kit";
import { z } from "zod";
import { variableSuffix } from "../supervisor/subgraph.names.ts";

const catalogue = z.array(z.object({ type: z.string() }));

/**
 * RabbitMQ's users and permissions, of the events that each subgraph declares. Where a password belongs stands `@<variable>@`,
 * which deploy/rabbitmq/start.sh replaces.
 */
export function brokerUsers(printed: ReadonlyMap<string, string>): string {
  const users = [...printed].map(([subgraph, json]) => ({
    subgraph,
    types: catalogue.parse(JSON.parse(json)).map(({ type }) => type),
    password: `@${variableSuffix(subgraph)}_BROKER_PASSWORD@`,
  }));
  return `${JSON.stringify(brokerDefinitions(users, "@OWNER_BROKER_PASSWORD@"), undefined, 2)}\n`;
}
