import proxy from "@fastify/http-proxy";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { limits } from "../limits/router.limits.ts";
import { correlationHeader } from "../telemetry/correlation.scope.ts";
import { filesUnavailable, RequestRefusal } from "./request.refusal.ts";

type FileLimits = Readonly<
  Record<"answerTimeout" | "transferTimeout" | "idleTimeout" | "rateInterval" | "leastRate", number>
>;

/** Ends a transfer on which nothing moves, or hardly anything: who dawdles holds what others wait for. */
function endWhenSlow(
  { raw: { socket } }: FastifyRequest,
  { raw: response }: FastifyReply,
  { idleTimeout, rateInterval, leastRate }: FileLimits,
): void {
  response.setTimeout(idleTimeout, () => socket.destroy());
  const moved = () => socket.bytesRead + socket.bytesWritten;
  const [before, began] = [moved(), Date.now()];
  const watching = setInterval(() => {
    if (moved() - before < (leastRate * (Date.now() - began)) / 1_000) socket.destroy();
  }, rateInterval).unref();
  response.once("close", () => clearInterval(watching));
}

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

/** Below which path files are, and who gives them. */
export interface FilesUpstream {
  readonly prefix: `/files${string}`;
  readonly url: URL;
}

/**
 * Passes what is below `prefix` to the service that keeps or prints files. A link below it is all that is needed: it is sealed and short-lived, and
 * neither cookies nor tokens go on.
 */
export async function filesProxy(
  app: FastifyInstance,
  { prefix, url }: FilesUpstream,
  fileLimits: FileLimits = limits.files,
): Promise<void> {
  await app.register(async (files) => {
    files.addHook("onRoute", (route) => {
      route.handlerTimeout = fileLimits.transferTimeout;
    });
    // Text, too, goes on as it comes.
    files.removeAllContentTypeParsers();
    await files.register(proxy, {
      upstream: url.origin,
      prefix,
      rewritePrefix: prefix,
      httpMethods: ["GET", "PUT"],
      disableRequestLogging: true,
      undici: {
        connections: limits.files.connections,
        connect: { timeout: limits.subgraph.connectTimeout },
        headersTimeout: fileLimits.answerTimeout,
        bodyTimeout: fileLimits.idleTimeout,
      },
      preHandler: async (request, reply) => {
        assertSize(request);
        endWhenSlow(request, reply, fileLimits);
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
