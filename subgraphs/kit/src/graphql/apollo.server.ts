import { ApolloServer, type ApolloServerPlugin } from "@apollo/server";
import { ApolloServerPluginInlineTraceDisabled } from "@apollo/server/plugin/disabled";
import { fastifyApolloDrainPlugin } from "@as-integrations/fastify";
import type { FastifyInstance } from "fastify";
import { GraphQLError, type GraphQLSchema } from "graphql";
import type { Mode } from "../config/config.ts";
import { logFaults, maskFaults } from "./fault.masking.ts";
import type { RequestContext } from "./request.context.ts";

/** In tokens: several times what the router takes, since its requests for entities are longer than what it was asked. */
const longestDocument = 15_000;

/** Apollo Server over `schema`: faults are masked and logged, and the audit trail is written before any answer leaves. */
export function createApolloServer(
  app: FastifyInstance,
  schema: GraphQLSchema,
  mode: Mode,
): ApolloServer<RequestContext> {
  return new ApolloServer<RequestContext>({
    schema,
    introspection: mode === "demo",
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    parseOptions: { maxTokens: longestDocument },
    stopOnTerminationSignals: false,
    formatError: maskFaults,
    logger: withoutDetails(app),
    plugins: [
      ApolloServerPluginInlineTraceDisabled(),
      fastifyApolloDrainPlugin(app),
      refuseSubscriptions,
      logResolverFaults,
      writeAuditTrail,
    ],
  });
}

/** Apollo's own log lines append an error's message, which may quote a row's values: keep what precedes it. */
function withoutDetails(app: FastifyInstance) {
  const headline = (message: unknown) => String(message).split(":")[0];
  return {
    debug: (message: unknown) => app.log.debug(headline(message)),
    info: (message: unknown) => app.log.info(headline(message)),
    warn: (message: unknown) => app.log.warn(headline(message)),
    error: (message: unknown) => app.log.error(headline(message)),
  };
}

const logResolverFaults: ApolloServerPlugin<RequestContext> = {
  async requestDidStart() {
    return {
      async didEncounterErrors({ errors, contextValue }) {
        logFaults(errors, contextValue.log);
      },
    };
  },
};

/** Apollo Server would answer a subscription with a fault. */
const refuseSubscriptions: ApolloServerPlugin<RequestContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ operation }) {
        if (operation?.operation !== "subscription") return;
        throw new GraphQLError("Subscriptions are answered over WebSocket (graphql-transport-ws), at the same path.", {
          extensions: { code: "BAD_REQUEST", http: { status: 400 } },
        });
      },
    };
  },
};

const writeAuditTrail: ApolloServerPlugin<RequestContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ contextValue }) {
        await contextValue.audit.flush();
      },
    };
  },
};
