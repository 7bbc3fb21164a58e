import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import { type GatewayServer, introspectionAllowed } from "../gateway/gateway.server.ts";
import type { RouterConfig } from "../router.config.ts";
import type { CallerSessions } from "../session/session.start.ts";
import type { Logger } from "../telemetry/log.writer.ts";
import type { RouterMetrics } from "../telemetry/router.metrics.ts";
import { createCountLimit } from "./count.limit.ts";
import { createEventJoin } from "./event.join.ts";
import { createGraphQLProtocol } from "./graphql.protocol.ts";
import { createOperationReader } from "./operation.reader.ts";
import { createSocketAdmission } from "./socket.admission.ts";
import { attachSockets, type SocketServer } from "./socket.server.ts";
import { createViewerRecognition } from "./socket.viewer.ts";
import { createStreamRegistry } from "./stream.registry.ts";
import { createSubscriptionGraph } from "./subscription.graph.ts";
import { createUpstreamConnections } from "./upstream.connection.ts";
import { createUpstreamFeeds } from "./upstream.feed.ts";

export interface SubscriptionParts {
  readonly config: RouterConfig;
  readonly gateway: GatewayServer;
  readonly session: CallerSessions;
  readonly metrics: RouterMetrics;
  readonly logger: Logger;
}

/**
 * Answers subscriptions on the server's port: sockets → operations → streams (an event joined once) → feeds (one per
 * audience at the subgraph that has the events).
 */
export function startSubscriptions(server: Server, parts: SubscriptionParts): SocketServer {
  const { config, gateway, session, logger } = parts;
  const { formatError } = gateway;
  const metrics = parts.metrics.subscriptions;
  const graph = createSubscriptionGraph(gateway.supergraphSdl, gateway.sources);
  const connections = createUpstreamConnections(gateway.subgraphs, randomUUID);
  const feeds = createUpstreamFeeds({ connections, formatError, metrics, logger });
  const streams = createStreamRegistry({ feeds, join: createEventJoin(formatError, metrics), formatError, metrics });
  const protocol = createGraphQLProtocol({
    schema: graph.schema,
    read: createOperationReader(graph, gateway.documents),
    streams,
    gateway,
    introspection: introspectionAllowed(config),
  });
  return attachSockets(server, {
    admit: createSocketAdmission(config),
    recognize: createViewerRecognition(config, session.verify, session.sessions),
    perViewer: createCountLimit(config.sockets.perViewer),
    session,
    protocol,
    metrics,
    logger,
  });
}
