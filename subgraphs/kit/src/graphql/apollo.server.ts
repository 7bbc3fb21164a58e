import { ApolloServer, type ApolloServerPlugin } from "@apollo/server";
import { unwrapResolverError } from "@apollo/server/errors";
import { ApolloServerPluginInlineTraceDisabled } from "@apollo/server/plugin/disabled";
import { fastifyApolloDrainPlugin } from "@as-integrations/fastify";
import type { FastifyInstance } from "fastify";
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from "graphql";
import type { Mode } from "../config/config.ts";
import { describeFault } from "../telemetry/fault.ts";
import type { RequestContext } from "./request.context.ts";

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
    stopOnTerminationSignals: false,
    formatError: maskFaults,
    logger: withoutDetails(app),
    plugins: [ApolloServerPluginInlineTraceDisabled(), fastifyApolloDrainPlugin(app), logFaults, writeAuditTrail],
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

function maskFaults(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const original = unwrapResolverError(error);
  if (original instanceof GraphQLError && formatted.extensions?.code !== "INTERNAL_SERVER_ERROR") return formatted;
  return {
    message: "Something went wrong on our side. Try again; if it persists, report the correlation id.",
    ...(formatted.path && { path: formatted.path }),
    extensions: { code: "INTERNAL_SERVER_ERROR" },
  };
}

const logFaults: ApolloServerPlugin<RequestContext> = {
  async requestDidStart() {
    return {
      async didEncounterErrors({ errors, contextValue }) {
        for (const error of errors) {
          const original = unwrapResolverError(error);
          if (original instanceof GraphQLError) continue;
          contextValue.log.error({ fault: describeFault(original), path: error.path?.join(".") }, "a resolver failed");
        }
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
