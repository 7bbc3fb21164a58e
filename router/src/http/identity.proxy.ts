import proxy from "@fastify/http-proxy";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { limits } from "../limits/router.limits.ts";
import type { RouterConfig } from "../router.config.ts";
import type { SignInLimit } from "../session/signin.limit.ts";
import { correlationHeader } from "../telemetry/correlation.scope.ts";
import { identityUnavailable, RequestRefusal } from "./request.refusal.ts";

/** By method alone: a path can be spelled in many ways that identity decodes to its token endpoint. */
const mayAskForToken = (request: FastifyRequest) => request.method === "POST";

/** Passes /oidc/* to identity, which lives on a port of its own and must see the public address. */
export async function identityProxy(
  app: FastifyInstance,
  config: RouterConfig,
  identityUrl: URL,
  signInLimit: SignInLimit,
): Promise<void> {
  const origin = new URL(config.publicUrl);
  const attempts = new WeakMap<FastifyRequest, { readonly takeBack: () => void }>();

  await app.register(proxy, {
    upstream: identityUrl.origin,
    prefix: "/oidc",
    rewritePrefix: "/oidc",
    disableRequestLogging: true,
    undici: {
      connections: limits.identity.connections,
      connect: { timeout: limits.subgraph.connectTimeout },
      headersTimeout: limits.identity.timeout,
      bodyTimeout: limits.identity.timeout,
    },
    // Passwords can be tried here as well as at /session.
    preHandler(request, _, done) {
      if (!mayAskForToken(request)) return done();
      const attempt = signInLimit.attempt(request.ip, "");
      if ("takeBack" in attempt) {
        attempts.set(request, attempt);
        return done();
      }
      const { retryAfterSeconds } = attempt;
      const message = `Too many attempts. Please try again in ${retryAfterSeconds} seconds.`;
      return done(new RequestRefusal(429, "RATE_LIMITED", message, retryAfterSeconds));
    },
    replyOptions: {
      retryDelay: () => null,
      rewriteRequestHeaders(request, headers) {
        const { forwarded: _, "x-real-ip": __, ...kept } = headers;
        return {
          ...kept,
          host: origin.host,
          "x-forwarded-host": origin.host,
          "x-forwarded-proto": origin.protocol.slice(0, -1),
          "x-forwarded-for": request.ip,
          [correlationHeader]: request.id,
        };
      },
      onResponse(request, reply, response) {
        if (reply.statusCode !== 400 && reply.statusCode !== 401) attempts.get(request as FastifyRequest)?.takeBack();
        reply.send(response.stream);
      },
      onError(reply) {
        attempts.get(reply.request as FastifyRequest)?.takeBack();
        (reply as FastifyReply).send(identityUnavailable());
      },
    },
  });
}
