import { constants } from "node:zlib";
import compress from "@fastify/compress";
import cookie from "@fastify/cookie";
import helmet from "@fastify/helmet";
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import { limits } from "../limits/router.limits.ts";
import type { RouterConfig } from "../router.config.ts";
import { correlationHeader, correlationIdFrom } from "../telemetry/correlation.scope.ts";
import type { Logger } from "../telemetry/log.writer.ts";
import type { RouterMetrics } from "../telemetry/router.metrics.ts";
import { answerError } from "./error.answer.ts";
import { permissionsPolicy, securityHeaders } from "./security.headers.ts";

/** Fastify with what every path shares: limits, correlation ids, security headers, compression, cookies, logs and metrics. */
export async function createHttpServer(
  config: RouterConfig,
  logger: Logger,
  metrics: RouterMetrics,
): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    loggerInstance: logger as FastifyBaseLogger,
    // Its request lines would carry whole addresses; ours, below, carry the route.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "correlationId" }),
    bodyLimit: limits.http.bodyBytes,
    requestTimeout: limits.http.requestTimeout,
    handlerTimeout: limits.http.handlerTimeout,
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    genReqId: (request) => correlationIdFrom(request.headers[correlationHeader]),
  });
  app.setErrorHandler(answerError);

  app.addHook("onRequest", async (request, reply) => {
    reply.header(correlationHeader, request.id).header("permissions-policy", permissionsPolicy);
  });
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "unmatched";
    metrics.observeRequest(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    // The route and not the address: a query string or a path may hold personal data or a code.
    logger.info(
      {
        correlationId: request.id,
        method: request.method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      "request",
    );
  });

  await app.register(cookie);
  await app.register(helmet, securityHeaders(config));
  await app.register(compress, {
    encodings: ["br", "gzip", "identity"],
    threshold: 1_024,
    // The default quality is meant for files compressed once; answers are compressed each time.
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  });
  return app;
}
