import type { FastifyBaseLogger } from "fastify";
import type { CommandContext } from "../outbox/command.context.ts";

/** What a resolver and a service know of the request that they serve. */
export interface RequestContext extends CommandContext {
  readonly log: FastifyBaseLogger;
}
