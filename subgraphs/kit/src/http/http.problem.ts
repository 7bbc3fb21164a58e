import type { FastifyReply, FastifyRequest } from "fastify";
import { GraphQLError } from "graphql";
import { isAway, isBusy } from "../persistence/database.busy.ts";
import { describeFault } from "../telemetry/fault.ts";

/** What a plain HTTP route answers instead of a result. */
export interface HttpProblem {
  readonly status: number;
  /** As schema/ERRORS.md documents it. */
  readonly code: string;
  readonly message: string;
}

const statusOf: Readonly<Record<string, number>> = { UNAUTHENTICATED: 401, FORBIDDEN: 403, RESUME_NOT_POSSIBLE: 410 };

/** What Fastify refuses before a route is asked. */
const refusals: Readonly<Record<number, Omit<HttpProblem, "status">>> = {
  413: { code: "REQUEST_TOO_LARGE", message: "The request is larger than this address takes. Split it." },
};

/** @param fault what the caller is told when the fault is ours, or the database is away: what became of the request, and what to do. */
export function httpProblem(error: unknown, fault: string): HttpProblem {
  if (error instanceof GraphQLError) {
    const code = String(error.extensions.code);
    return { status: statusOf[code] ?? 400, code, message: error.message };
  }
  if (isBusy(error) || isAway(error)) return { status: 503, code: "SUBGRAPH_UNAVAILABLE", message: fault };
  const { statusCode: status } = error as { statusCode?: number };
  if (status === undefined || status >= 500) return { status: 500, code: "INTERNAL_SERVER_ERROR", message: fault };
  const refusal = refusals[status] ?? {
    code: "BAD_REQUEST",
    message: "The request cannot be read as what it says it is.",
  };
  return { status, ...refusal };
}

/** Answers what a route or Fastify itself threw, in the shape that the path's callers read. */
export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, code, message } = httpProblem(error, "Something went wrong on our side. Try again.");
  if (status >= 500) request.log.error({ fault: describeFault(error) }, "a request failed");
  const inGraphql = request.routeOptions.url === "/graphql";
  return reply.code(status).send(inGraphql ? { errors: [{ message, extensions: { code } }] } : { code, message });
}

/** There is no route for the request. */
export function answerNothing(_request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.code(404).send({ code: "NOT_FOUND", message: "There is nothing at this address." });
}
