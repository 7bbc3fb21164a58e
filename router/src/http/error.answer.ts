import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { RequestRefusal } from "./request.refusal.ts";

const codes = new Map<number, { code: string; message: string }>([
  [400, { code: "BAD_REQUEST", message: "The request is not valid JSON." }],
  [408, { code: "REQUEST_TIMEOUT", message: "The request took too long to arrive." }],
  [413, { code: "REQUEST_TOO_LARGE", message: "The request is larger than 1 MB. Split it." }],
  [415, { code: "BAD_REQUEST", message: "Send the request as application/json." }],
  [503, { code: "REQUEST_TIMEOUT", message: "The request took too long. Please try again." }],
]);

function describe(error: unknown): { status: number; code: string; message: string } {
  if (error instanceof RequestRefusal) return { status: error.statusCode, code: error.code, message: error.message };
  const status = (error as Partial<FastifyError>).statusCode ?? 500;
  const known = codes.get(status);
  if (known !== undefined) return { status, ...known };
  if (status >= 400 && status < 500) return { status, code: "BAD_REQUEST", message: "The request cannot be answered." };
  return {
    status: 500,
    code: "INTERNAL_SERVER_ERROR",
    message: "Something went wrong on our side. Please try again; if it stays, report the correlation id.",
  };
}

/** Answers what a route or Fastify itself threw, in the shape that the path's callers read. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, code, message } = describe(error);
  if (status >= 500 && !(error instanceof RequestRefusal)) {
    request.log.error({ err: error, route: request.routeOptions.url }, "request failed");
  }
  if (error instanceof RequestRefusal && error.retryAfterSeconds !== undefined) {
    reply.header("retry-after", error.retryAfterSeconds);
  }
  const correlationId = request.id;
  const body =
    request.routeOptions.url === "/graphql"
      ? { errors: [{ message, extensions: { code, correlationId } }] }
      : { code, message, correlationId };
  return reply.code(status).header("cache-control", "no-store").send(body);
}
