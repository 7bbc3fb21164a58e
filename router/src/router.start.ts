import type { AddressInfo } from "node:net";
import { startGateway } from "./gateway/gateway.server.ts";
import { filesProxy } from "./http/files.proxy.ts";
import { graphqlRoute } from "./http/graphql.route.ts";
import { healthRoutes } from "./http/health.route.ts";
import { createHttpServer } from "./http/http.server.ts";
import { identityProxy } from "./http/identity.proxy.ts";
import { webPages } from "./http/web.pages.ts";
import { webhookProxy } from "./http/webhook.proxy.ts";
import { limits } from "./limits/router.limits.ts";
import { ConfigurationError, type RouterConfig } from "./router.config.ts";
import { createAuthentication } from "./session/caller.authentication.ts";
import { startSessions } from "./session/session.start.ts";
import { startSubscriptions } from "./subscriptions/subscriptions.start.ts";
import type { Logger } from "./telemetry/log.writer.ts";
import { createMetrics } from "./telemetry/router.metrics.ts";

export interface RunningRouter {
  readonly port: number;
  /** Stops accepting, lets running requests finish for ten seconds at most, then ends everything. */
  close(): Promise<void>;
}

/**
 * Starts the router and resolves once it answers.
 * @throws ConfigurationError with a sentence for the operator
 */
export async function startRouter(config: RouterConfig, logger: Logger): Promise<RunningRouter> {
  const metrics = createMetrics();
  const gateway = await startGateway(config, logger, metrics);
  const session = await startSessions(config, metrics, logger);

  const app = await createHttpServer(config, logger, metrics);
  healthRoutes(app, gateway.subgraphs, metrics);
  await graphqlRoute(app, config, gateway, createAuthentication(config, session.verify, session.sessions));
  session.routes(app);
  if (config.identityUrl !== undefined) await identityProxy(app, config, config.identityUrl);
  if (config.webhooksUrl !== undefined) await webhookProxy(app, config.webhooksUrl);
  for (const upstream of config.files) await filesProxy(app, upstream);
  await webPages(app, config.webRoot);

  const sockets = startSubscriptions(app.server, {
    config,
    gateway,
    session,
    metrics,
    logger,
  });

  async function release(): Promise<void> {
    await sockets.close();
    await gateway.server.stop();
    await Promise.all([gateway.close(), session.close()]);
  }

  try {
    await app.listen({ host: config.host, port: config.port });
  } catch (error) {
    await release();
    throw unusableAddress(config, error);
  }

  return {
    port: (app.server.address() as AddressInfo).port,
    async close() {
      const impatience = setTimeout(() => app.server.closeAllConnections(), limits.http.shutdownTimeout);
      // A connection whose last answer is out is kept alive for the next request, which will not be accepted.
      const idle = setInterval(() => app.server.closeIdleConnections(), limits.http.idleCheck);
      await Promise.all([sockets.close(), app.close()]);
      clearInterval(idle);
      clearTimeout(impatience);
      await release();
    },
  };
}

function unusableAddress(config: RouterConfig, error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") {
    return new ConfigurationError([
      `Port ${config.port} is in use: stop the program that uses it, or choose another with PORT or --port.`,
    ]);
  }
  if (code === "EACCES")
    return new ConfigurationError([
      `Port ${config.port} may not be opened: choose one above 1023 with PORT or --port.`,
    ]);
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return new ConfigurationError([`HOST ${config.host} is not an address of this machine: correct HOST.`]);
  }
  return error;
}
