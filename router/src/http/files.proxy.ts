import proxy from "@fastify/http-proxy";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { limits } from "../limits/router.limits.ts";
import { correlationHeader } from "../telemetry/correlation.scope.ts";
import { filesUnavailable, RequestRefusal } from "./request.refusal.ts";

type FileTimeouts = Readonly<Record<"answerTimeout" | "transferTimeout" | "idleTimeout", number>>;

/** What of a caller's headers says something about a file, and nothing about the caller. */
const passedOn = ["accept", "content-type", "content-length"] as const;

/** The body goes on as a stream, which nothing counts: its length has to be told beforehand. */
function assertSize({ method, headers }: FastifyRequest): void {
  if (method !== "PUT") return;
  if (headers["content-length"] === undefined) {
    throw new RequestRefusal(411, "BAD_REQUEST", "Send the length of the file beforehand.");
  }
  if (Number(headers["content-length"]) > limits.files.bodyBytes) {
    throw new RequestRefusal(413, "REQUEST_TOO_LARGE", "The file is larger than any that is kept here.");
  }
}

/**
 * Passes /files/* to the service that keeps files. A link below it is all that is needed: it is sealed and short-lived, and
 * neither cookies nor tokens go on.
 */
export async function filesProxy(
  app: FastifyInstance,
  filesUrl: URL,
  { answerTimeout, transferTimeout, idleTimeout }: FileTimeouts = limits.files,
): Promise<void> {
  await app.register(async (files) => {
    files.addHook("onRoute", (route) => {
      route.handlerTimeout = transferTimeout;
    });
    // Text, too, goes on as it comes.
    files.removeAllContentTypeParsers();
    await files.register(proxy, {
      upstream: filesUrl.origin,
      prefix: "/files",
      rewritePrefix: "/files",
      httpMethods: ["GET", "PUT"],
      disableRequestLogging: true,
      undici: {
        connections: limits.files.connections,
        connect: { timeout: limits.subgraph.connectTimeout },
        headersTimeout: answerTimeout,
        bodyTimeout: idleTimeout,
      },
      preHandler: async (request, reply) => {
        assertSize(request);
        // An open line is worth something.
        for (const message of [request.raw, reply.raw]) message.setTimeout(idleTimeout, () => message.destroy());
      },
      replyOptions: {
        retryDelay: () => null,
        rewriteRequestHeaders({ id, ip }, headers) {
          const kept = passedOn.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]]));
          return { ...Object.fromEntries(kept), "x-forwarded-for": ip, [correlationHeader]: id };
        },
        onError(reply) {
          (reply as FastifyReply).send(filesUnavailable());
        },
      },
    });
  });
}
