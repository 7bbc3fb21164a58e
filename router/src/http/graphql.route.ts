import { fastifyApolloHandler } from "@as-integrations/fastify";
import cors from "@fastify/cors";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type GatewayServer, introspectionAllowed } from "../gateway/gateway.server.ts";
import { unauthenticated } from "../gateway/operation.policy.ts";
import type { RouterContext } from "../gateway/request.context.ts";
import { createDocumentCheck } from "../limits/document.limits.ts";
import { isDeeperThan } from "../limits/json.depth.ts";
import { limits } from "../limits/router.limits.ts";
import type { RouterConfig } from "../router.config.ts";
import { sendSandbox } from "../sandbox/sandbox.page.ts";
import type { AuthenticateCaller } from "../session/caller.authentication.ts";
import { withinCorrelation } from "../telemetry/correlation.scope.ts";
import { crossOrigin } from "./cross.origin.ts";
import { RequestRefusal } from "./request.refusal.ts";

/** JSON of the depth that a stack holds would end in a fault of ours, or of a subgraph's. */
function variablesTooDeep(): RequestRefusal {
  const { variableDepth } = limits.document;
  return new RequestRefusal(400, "BAD_REQUEST", `Variables may be nested ${variableDepth} levels deep at most.`);
}

function queryOf(body: unknown): string | undefined {
  if (typeof body !== "object" || body === null || !("query" in body)) return undefined;
  return typeof body.query === "string" ? body.query : undefined;
}

/** POST /graphql answers operations; GET /graphql shows Sandbox to a browser where the schema may be read. */
export async function graphqlRoute(
  app: FastifyInstance,
  config: RouterConfig,
  gateway: GatewayServer,
  authenticate: AuthenticateCaller,
): Promise<void> {
  const introspection = introspectionAllowed(config);
  const documentProblem = createDocumentCheck();

  async function contextOf(request: FastifyRequest, reply: FastifyReply): Promise<RouterContext> {
    const authorization = await authenticate(request, reply).catch((error: unknown) => {
      throw error instanceof RequestRefusal ? error.toGraphQL() : error;
    });
    const anonymous = authorization === undefined && config.authentication.kind !== "none";
    if (anonymous && !introspection) throw unauthenticated();
    if (isDeeperThan(limits.document.variableDepth + 1, request.body)) throw variablesTooDeep().toGraphQL();
    const query = queryOf(request.body);
    const problem = query === undefined ? undefined : documentProblem(query);
    if (problem !== undefined) throw problem;
    return {
      authorization,
      anonymous,
      correlationId: request.id,
      clientAddress: request.ip,
      deadline: performance.now() + limits.operationTimeout,
    };
  }

  const answer = fastifyApolloHandler(gateway.server, { context: contextOf });

  await app.register(async (scope) => {
    await scope.register(cors, crossOrigin(config));
    scope.post("/graphql", function (request, reply) {
      reply.header("cache-control", "no-store");
      return withinCorrelation(request.id, () => answer.call(this, request, reply));
    });
    scope.get("/graphql", async (request, reply) => {
      const browser = request.headers.accept?.includes("text/html") === true;
      if (browser && introspection) return sendSandbox(reply);
      reply.header("allow", "POST");
      throw new RequestRefusal(405, "BAD_REQUEST", "This is the GraphQL endpoint: send operations with POST.");
    });
  });
}
