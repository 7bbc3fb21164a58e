import proxy from "@fastify/http-proxy";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { limits } from "../limits/router.limits.ts";
import { correlationHeader } from "../telemetry/correlation.scope.ts";
import { RequestRefusal, webhooksUnavailable } from "./request.refusal.ts";

/** What of a teller's headers says something about what is told. */
const passedOn = ["content-type", "content-length", "stripe-signature"] as const;

/** The body goes on as a stream, which nothing counts: its length has to be told beforehand. */
function assertSize({ headers }: FastifyRequest): void {
  if (headers["content-length"] === undefined) {
    throw new RequestRefusal(411, "BAD_REQUEST", "Send the length of the body beforehand.");
  }
  if (Number(headers["content-length"]) > limits.webhooks.bodyBytes) {
    throw new RequestRefusal(413, "REQUEST_TOO_LARGE", "The event is larger than any that is told here.");
  }
}

/**
 * Passes POST /webhooks/stripe, and nothing else below /webhooks, to the service that is told of payments, byte by byte: what is told is
 * signed, and that service knows by whom.
 */
export async function webhookProxy(app: FastifyInstance, webhooksUrl: URL): Promise<void> {
  await app.register(async (webhooks) => {
    webhooks.removeAllContentTypeParsers();
    await webhooks.register(proxy, {
      upstream: webhooksUrl.origin,
      prefix: "/webhooks/stripe",
      rewritePrefix: "/webhooks/stripe",
      httpMethods: ["POST"],
      disableRequestLogging: true,
      undici: {
        connections: limits.webhooks.connections,
        connect: { timeout: limits.subgraph.connectTimeout },
        headersTimeout: limits.webhooks.timeout,
        bodyTimeout: limits.webhooks.timeout,
      },
      preHandler: async (request) => assertSize(request),
      replyOptions: {
        retryDelay: () => null,
        rewriteRequestHeaders({ id, ip }, headers) {
          const kept = passedOn.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]]));
          return { ...Object.fromEntries(kept), "x-forwarded-for": ip, [correlationHeader]: id };
        },
        onError(reply) {
          (reply as FastifyReply).send(webhooksUnavailable());
        },
      },
    });
  });
}
