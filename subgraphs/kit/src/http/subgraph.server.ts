import { fastifyApolloHandler } from "@as-integrations/fastify";
import type { MikroORM } from "@mikro-orm/postgresql";
import Fastify, { type FastifyInstance, type FastifyRequest, LogController } from "fastify";
import { withRecords } from "../alias/viewer.records.ts";
import { useCareDays } from "../care/care.window.ts";
import type { SubgraphConfig } from "../config/config.ts";
import { startEventSpine } from "../events/event.spine.ts";
import { createApolloServer } from "../graphql/apollo.server.ts";
import { admitToGraphql } from "../graphql/graphql.admission.ts";
import type { RequestContext } from "../graphql/request.context.ts";
import { buildSchema } from "../graphql/subgraph.schema.ts";
import { createCommandContext, type Origin, originOf } from "../outbox/command.context.ts";
import { boundEntityManager } from "../persistence/orm.ts";
import { withRestrictions } from "../restriction/restricted.patients.ts";
import type { SubgraphDefinition, SubgraphServices } from "../subgraph.definition.ts";
import { subjectRoutes } from "../subject/subject.routes.ts";
import { createSubscriptionMetrics } from "../subscriptions/subscription.metrics.ts";
import { serveSubscriptions } from "../subscriptions/subscription.server.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import { followRevocations } from "../viewer/revocation.feed.ts";
import { createTokenVerifier, type VerifiedToken } from "../viewer/token.verifier.ts";
import type { Viewer } from "../viewer/viewer.ts";
import { skipAbandoned } from "./abandoned.request.ts";
import { correlationIdOf } from "./correlation.id.ts";
import { eventsRoutes } from "./events.routes.ts";
import { healthRoutes } from "./health.routes.ts";
import { answerNothing, answerProblem } from "./http.problem.ts";
import { importRoutes } from "./import.routes.ts";

/** The HTTP face of a subgraph: /graphql, /import/*, /subject, /events, /healthz, /readyz, /metrics. */
export async function createSubgraphServer(
  definition: SubgraphDefinition,
  config: SubgraphConfig,
  orm: MikroORM,
  metrics: Metrics,
): Promise<FastifyInstance> {
  useCareDays(config.careDays);
  const app = Fastify({
    logger: { level: config.logLevel, base: { service: config.name } },
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "correlationId" }),
    genReqId: (request) => correlationIdOf(request.headers["x-correlation-id"]),
    // The router's requests for entities are larger than what it was asked.
    bodyLimit: 4_194_304,
    // A slow line sends a file within it.
    requestTimeout: 120_000,
    forceCloseConnections: "idle",
  });
  app.setErrorHandler(answerProblem);
  app.setNotFoundHandler(answerNothing);
  app.addHook("onRequest", skipAbandoned);
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "unknown";
    metrics.requestDuration.observe({ route, status: String(reply.statusCode) }, reply.elapsedTime / 1_000);
    if (!probes.has(route))
      request.log.info({ route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, "answered");
  });

  const revocations = followRevocations({ url: config.revocationsUrl, log: app.log, registry: metrics.registry });
  app.addHook("onClose", async () => revocations.close());
  const verify = createTokenVerifier({ issuer: config.issuer, jwksUrl: config.jwksUrl, revocations });
  const contextFor = async (
    issued: VerifiedToken,
    origin: Origin,
    log: RequestContext["log"],
  ): Promise<RequestContext> => {
    const viewer = definition.keepsPatients ? await knownWithRecords(orm, issued.viewer) : issued.viewer;
    return { ...createCommandContext(orm, viewer, origin), issued, log };
  };
  const contextOf = async (request: FastifyRequest): Promise<RequestContext> => {
    const issued = await verify(request.headers.authorization);
    const token = { authorization: String(request.headers.authorization), expiresAt: new Date(issued.expiresAt) };
    return { ...(await contextFor(issued, originOf(request), request.log)), token };
  };

  const { schema } = buildSchema(definition);
  const apollo = createApolloServer(app, schema, config.mode);
  await apollo.start();
  app.route({
    url: "/graphql",
    method: "POST",
    handler: fastifyApolloHandler(apollo, { context: async (request) => admitToGraphql(await contextOf(request)) }),
  });
  await app.register(healthRoutes(orm, metrics));
  await app.register(importRoutes(definition.imports ?? [], contextOf));
  await app.register(subjectRoutes(definition, contextOf));
  const spine = await startEventSpine({ definition, config, orm, log: app.log, registry: metrics.registry });
  app.addHook("onClose", spine.stop);
  const { eventLog } = spine;
  const subscriptionMetrics = createSubscriptionMetrics(metrics.registry);
  serveSubscriptions(app, {
    schema,
    verify,
    whenRevoked: revocations.whenRevoked,
    eventLog,
    contextFor,
    metrics: subscriptionMetrics,
  });
  await app.register(eventsRoutes(eventLog, contextOf));
  const services: SubgraphServices = {
    ...{ config, orm, eventLog, log: app.log, registry: metrics.registry },
    contextOfLink: async (request, { issued }) =>
      (await revocations.isRevoked(issued)) ? null : contextFor(issued, originOf(request), request.log),
  };
  try {
    await definition.prepare?.(services);
    await definition.routes?.(app, services);
  } catch (error) {
    await app.close();
    throw error;
  }
  return app;
}

/**
 * The viewer, with what is known of patients at the moment: all records of the patient who they are or whom they opened in an
 * emergency, and which records nobody but administration sees.
 */
async function knownWithRecords(orm: MikroORM, viewer: Viewer): Promise<Viewer> {
  const em = boundEntityManager(orm, viewer.organizationId);
  return withRestrictions(em, await withRecords(em, viewer));
}

const probes = new Set(["/healthz", "/readyz", "/metrics"]);
