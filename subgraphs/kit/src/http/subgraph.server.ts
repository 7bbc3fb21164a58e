import { fastifyApolloHandler } from "@as-integrations/fastify";
import type { MikroORM } from "@mikro-orm/postgresql";
import Fastify, { type FastifyInstance, type FastifyRequest, LogController } from "fastify";
import { v7 as uuidv7 } from "uuid";
import type { SubgraphConfig } from "../config/config.ts";
import { startEventSpine } from "../events/event.spine.ts";
import { createApolloServer } from "../graphql/apollo.server.ts";
import type { RequestContext } from "../graphql/request.context.ts";
import { buildSchema } from "../graphql/subgraph.schema.ts";
import { createCommandContext, originOf } from "../outbox/command.context.ts";
import type { SubgraphDefinition } from "../subgraph.definition.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import { createTokenVerifier } from "../viewer/token.verifier.ts";
import { eventsRoutes } from "./events.routes.ts";
import { healthRoutes } from "./health.routes.ts";
import { importRoutes } from "./import.routes.ts";

/** The HTTP face of a subgraph: /graphql, /import/*, /events, /healthz, /readyz, /metrics. */
export async function createSubgraphServer(
  definition: SubgraphDefinition,
  config: SubgraphConfig,
  orm: MikroORM,
  metrics: Metrics,
): Promise<FastifyInstance> {
  const app = Fastify({
    logger: { level: config.logLevel, base: { service: config.name } },
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "correlationId" }),
    genReqId: (request) => correlationIdOf(request.headers["x-correlation-id"]),
    bodyLimit: 1_000_000,
    requestTimeout: 30_000,
    forceCloseConnections: "idle",
  });
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "unknown";
    metrics.requestDuration.observe({ route, status: String(reply.statusCode) }, reply.elapsedTime / 1_000);
    if (!probes.has(route))
      request.log.info({ route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, "answered");
  });

  const verify = createTokenVerifier({ issuer: config.issuer, jwksUrl: config.jwksUrl });
  const contextOf = async (request: FastifyRequest): Promise<RequestContext> => {
    const viewer = await verify(request.headers.authorization);
    return { ...createCommandContext(orm, viewer, originOf(request)), log: request.log };
  };

  const apollo = createApolloServer(app, buildSchema(definition).schema, config.mode);
  await apollo.start();
  app.route({
    url: "/graphql",
    method: ["GET", "POST"],
    handler: fastifyApolloHandler(apollo, { context: contextOf }),
  });
  await app.register(healthRoutes(orm, metrics));
  await app.register(importRoutes(definition.imports ?? [], contextOf));
  const spine = await startEventSpine({ definition, config, orm, log: app.log, registry: metrics.registry });
  app.addHook("onClose", spine.stop);
  await app.register(eventsRoutes(spine.eventLog, contextOf));
  const services = { config, orm, eventLog: spine.eventLog };
  try {
    await definition.prepare?.(services);
    await definition.routes?.(app, services);
  } catch (error) {
    await app.close();
    throw error;
  }
  return app;
}

const probes = new Set(["/healthz", "/readyz", "/metrics"]);

/** A caller's correlation id when it is a plain token, otherwise a new one: it goes into every log line. */
function correlationIdOf(header: string | string[] | undefined): string {
  return typeof header === "string" && /^[\w-]{8,64}$/.test(header) ? header : uuidv7();
}
