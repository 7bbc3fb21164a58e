import type { FastifyInstance } from "fastify";
import type { RouterConfig } from "../router.config.ts";
import { openStore } from "../store/store.pool.ts";
import type { Logger } from "../telemetry/log.writer.ts";
import type { RouterMetrics } from "../telemetry/router.metrics.ts";
import { type BrowserSessions, createBrowserSessions } from "./browser.sessions.ts";
import { createIdentityClient } from "./identity.client.ts";
import { followRevocations, type Revocations, revocationsUrl } from "./revocation.feed.ts";
import { sessionRoutes } from "./session.route.ts";
import { startTokenVerifier, type VerifyToken } from "./token.verifier.ts";

/** How callers prove who they are. */
export interface CallerSessions {
  /** Undefined without authentication: nothing is verified then. */
  readonly verify: VerifyToken | undefined;
  readonly revocations: Revocations | undefined;
  /** Undefined where nobody can sign in with a browser. */
  readonly sessions: BrowserSessions | undefined;
  routes(app: FastifyInstance): void;
  close(): Promise<void>;
}

export async function startSessions(
  config: RouterConfig,
  metrics: RouterMetrics,
  logger: Logger,
): Promise<CallerSessions> {
  const { authentication } = config;
  if (authentication.kind === "none") {
    const nothing = async () => undefined;
    return { verify: undefined, revocations: undefined, sessions: undefined, routes: () => undefined, close: nothing };
  }
  const { issuer, jwksUrl } = authentication;
  const revocations = await followRevocations(revocationsUrl(jwksUrl), metrics, logger);
  const verifier = await startTokenVerifier(issuer, jwksUrl, revocations, logger);
  const browser = openBrowserSessions(config, issuer, revocations, logger);
  return {
    verify: verifier.verify,
    revocations,
    sessions: browser?.sessions,
    routes: (app) => browser?.routes(app),
    async close() {
      revocations.close();
      verifier.close();
      await browser?.close();
    },
  };
}

function openBrowserSessions(config: RouterConfig, issuer: string, revocations: Revocations, logger: Logger) {
  const { identityUrl, publicUrl } = config;
  if (identityUrl === undefined || config.sessions === undefined) return undefined;
  const { databaseUrl, clientSecret, idleMinutes } = config.sessions;
  const store = openStore(databaseUrl, logger);
  const identity = createIdentityClient({ identityUrl, issuer, publicUrl, clientSecret, logger });
  const sessions = createBrowserSessions({ store, identity, revocations, idleMinutes, logger });
  return {
    sessions,
    routes: (app: FastifyInstance) => sessionRoutes(app, { config, store, identity, sessions }),
    async close() {
      sessions.close();
      await Promise.all([identity.close(), store.close()]);
    },
  };
}
