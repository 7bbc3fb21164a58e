import { ApolloGateway } from "@apollo/gateway";
import { ApolloServer } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import { limits } from "../limits/router.limits.ts";
import { ConfigurationError, type RouterConfig } from "../router.config.ts";
import type { Logger } from "../telemetry/log.writer.ts";
import type { RouterMetrics } from "../telemetry/router.metrics.ts";
import { operationPlugin } from "./operation.plugin.ts";
import { type PersistedDocuments, persistedQueryCache, readPersistedDocuments } from "./persisted.documents.ts";
import type { RouterContext } from "./request.context.ts";
import { createErrorFormatter, type FormatError } from "./response.errors.ts";
import { createSubgraphPool, type SubgraphPool } from "./subgraph.pool.ts";
import { SubgraphSource } from "./subgraph.source.ts";
import { invalidSupergraph, readSupergraph } from "./supergraph.source.ts";

export interface GatewayServer {
  readonly server: ApolloServer<RouterContext>;
  /** Name → the URL that is asked. */
  readonly subgraphs: ReadonlyMap<string, string>;
  /** Name → what asks it. */
  readonly sources: Readonly<Record<string, SubgraphSource>>;
  readonly supergraphSdl: string;
  readonly documents: PersistedDocuments;
  /** What is done to every error that a client sees. */
  readonly formatError: FormatError;
  /** Ends every connection to the subgraphs. */
  close(): Promise<void>;
}

/** Whether the schema may be read: where nobody needs protection from it, and to let Sandbox load. */
export function introspectionAllowed(config: RouterConfig): boolean {
  return config.mode === "demo" || config.authentication.kind === "none";
}

function urlOf(config: RouterConfig, name: string, routed: string | undefined): string {
  const variable = `SUBGRAPH_URL_${name.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`;
  const url = config.subgraphUrls.get(variable.slice("SUBGRAPH_URL_".length)) ?? routed;
  if (url === undefined || !/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new ConfigurationError([`The subgraph ${name} has no usable URL in the supergraph: set ${variable}.`]);
  }
  return url;
}

/**
 * Loads the supergraph and starts Apollo over it.
 * @throws ConfigurationError when the supergraph or the manifest cannot be served
 */
export async function startGateway(
  config: RouterConfig,
  logger: Logger,
  metrics: RouterMetrics,
): Promise<GatewayServer> {
  // Read by the gateway's constructor; without it the gateway reports to Apollo.
  process.env.APOLLO_TELEMETRY_DISABLED = "1";
  const supergraphSdl = await readSupergraph(config.supergraphFile);
  const documents = await readPersistedDocuments(config.operationsFile);
  const subgraphs = new Map<string, string>();
  const sources: Record<string, SubgraphSource> = {};
  const pools: SubgraphPool[] = [];
  const quiet = {
    debug: (message?: string) => logger.debug(message),
    info: (message?: string) => logger.debug(message),
    warn: (message?: string) => logger.warn(message),
    error: (message?: string) => logger.error(message),
  };
  const gateway = new ApolloGateway({
    supergraphSdl,
    validateSupergraph: true,
    __exposeQueryPlanExperimental: false,
    logger: quiet,
    buildService({ name, url: routed }) {
      const url = urlOf(config, name, routed);
      const pool = createSubgraphPool(url, config.subgraphTimeout);
      subgraphs.set(name, url);
      pools.push(pool);
      const source = new SubgraphSource({ name, url, fetcher: pool.fetcher, metrics, logger });
      sources[name] = source;
      return source;
    },
  });
  const introspection = introspectionAllowed(config);
  const formatError = createErrorFormatter(logger);
  const server = new ApolloServer<RouterContext>({
    gateway,
    logger: quiet,
    nodeEnv: "production",
    introspection,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    persistedQueries: { cache: persistedQueryCache(documents), ttl: null },
    parseOptions: { maxTokens: limits.document.tokens },
    formatError,
    plugins: [
      operationPlugin(metrics),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
    ],
  });
  const close = async () => {
    await Promise.all(pools.map((pool) => pool.close()));
  };
  try {
    await server.start();
  } catch (error) {
    await close();
    throw error instanceof ConfigurationError ? error : invalidSupergraph(config.supergraphFile, error);
  }
  return { server, subgraphs, sources, supergraphSdl, documents, formatError, close };
}
