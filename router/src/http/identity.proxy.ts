import proxy from "@fastify/http-proxy";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { limits } from "../limits/router.limits.ts";
import type { RouterConfig } from "../router.config.ts";
import { createAddressLimit } from "../session/address.limit.ts";
import { withoutOurCookies } from "../session/session.cookie.ts";
import { correlationHeader } from "../telemetry/correlation.scope.ts";
import { identityUnavailable, RequestRefusal } from "./request.refusal.ts";

/** By method alone: a path can be spelled in many ways that identity decodes to its token endpoint or a sign-in page. */
const mayTryCredentials = (request: FastifyRequest) => request.method === "POST";
/** How identity answers credentials that it does not accept. */
const refusals = new Set([400, 401, 403, 422, 429]);

/** What identity tells the services beside it and nobody else, as identity would decode the address. */
function isInternal(address: string): boolean {
  const { pathname } = new URL(address, "http://identity");
  try {
    return /^\/oidc\/+revocations\/*$/i.test(decodeURIComponent(pathname));
  } catch {
    // It cannot be decoded there either.
    return true;
  }
}

/** The body goes on as a stream, which nothing counts: its length has to be told beforehand. */
function assertSize({ headers }: FastifyRequest): void {
  if (headers["transfer-encoding"] !== undefined) {
    throw new RequestRefusal(411, "BAD_REQUEST", "Send the length of the body beforehand.");
  }
  if (Number(headers["content-length"] ?? 0) > limits.identity.bodyBytes) {
    throw new RequestRefusal(413, "REQUEST_TOO_LARGE", "The request is larger than a form of this site can be.");
  }
}

/** Passes /oidc/* to identity, which lives on a port of its own and must see the public address. */
export async function identityProxy(app: FastifyInstance, config: RouterConfig, identityUrl: URL): Promise<void> {
  const origin = new URL(config.publicUrl);
  const failures = createAddressLimit(limits.signIn.failuresPerAddress);
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
    // Passwords and codes can be tried on identity's pages as well as at its token endpoint.
    async preHandler(request) {
      if (isInternal(request.url)) throw new RequestRefusal(404, "NOT_FOUND", "There is nothing at this address.");
      assertSize(request);
      if (mayTryCredentials(request)) attempts.set(request, failures.attempt(request.ip));
    },
    replyOptions: {
      retryDelay: () => null,
      rewriteRequestHeaders(request, headers) {
        const { forwarded: _, "x-real-ip": __, cookie, ...kept } = headers;
        const passed = withoutOurCookies(cookie);
        return {
          ...kept,
          ...(passed === undefined ? {} : { cookie: passed }),
          host: origin.host,
          "x-forwarded-host": origin.host,
          "x-forwarded-proto": origin.protocol.slice(0, -1),
          "x-forwarded-for": request.ip,
          [correlationHeader]: request.id,
        };
      },
      onResponse(request, reply, response) {
        if (!refusals.has(reply.statusCode)) attempts.get(request as FastifyRequest)?.takeBack();
        reply.send(response.stream);
      },
      onError(reply) {
        attempts.get(reply.request as FastifyRequest)?.takeBack();
        (reply as FastifyReply).send(identityUnavailable());
      },
    },
  });
}
