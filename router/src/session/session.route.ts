import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { csrfHeader, csrfHeaderRequired, RequestRefusal } from "../http/request.refusal.ts";
import type { RouterConfig } from "../router.config.ts";
import type { Cause, IdentityClient } from "./identity.client.ts";
import { clearSessionCookie, sessionCookie, setSessionCookie } from "./session.cookie.ts";
import type { SessionTokens } from "./session.tokens.ts";
import type { SignInLimit } from "./signin.limit.ts";

const credentials = z.object({ email: z.string().min(1).max(254), password: z.string().min(1).max(1024) });

const causeOf = (request: FastifyRequest): Cause => ({ correlationId: request.id, clientAddress: request.ip });

function requireCsrfHeader(request: FastifyRequest): void {
  if (request.headers[csrfHeader] === undefined) throw csrfHeaderRequired();
}

function invalidCredentials(): RequestRefusal {
  return new RequestRefusal(
    401,
    "INVALID_CREDENTIALS",
    "E-mail or password is wrong. Please check both and try again.",
  );
}

/** POST and DELETE /session, GET /session/accounts. */
export function sessionRoutes(
  app: FastifyInstance,
  config: RouterConfig,
  identity: IdentityClient,
  sessions: SessionTokens,
  signInLimit: SignInLimit,
): void {
  app.post("/session", async (request, reply) => {
    requireCsrfHeader(request);
    const parsed = credentials.safeParse(request.body);
    if (!parsed.success) throw new RequestRefusal(400, "BAD_REQUEST", 'Send JSON: {"email": "…", "password": "…"}.');
    const { email, password } = parsed.data;
    const attempt = signInLimit.attempt(request.ip, email);
    if ("retryAfterSeconds" in attempt) {
      const { retryAfterSeconds } = attempt;
      throw new RequestRefusal(
        429,
        "RATE_LIMITED",
        `Too many attempts. Please try again in ${retryAfterSeconds} seconds.`,
        retryAfterSeconds,
      );
    }
    const grant = await identity.signIn(email, password, causeOf(request)).catch((error: unknown) => {
      attempt.takeBack();
      throw error;
    });
    if (grant.kind === "refused") {
      if (grant.error === "unsupported_grant_type") {
        throw new RequestRefusal(404, "NOT_FOUND", "Signing in with a password is not offered here.");
      }
      throw invalidCredentials();
    }
    attempt.takeBack();
    if (grant.refreshToken === undefined) {
      request.log.error("identity granted no refresh token");
      throw new RequestRefusal(
        503,
        "SUBGRAPH_UNAVAILABLE",
        "Signing in is not possible now. Please try again in a moment.",
      );
    }
    sessions.remember(grant.refreshToken, grant.accessToken, grant.expiresInSeconds);
    setSessionCookie(reply, grant.refreshToken, config.secure);
    return reply.code(204).send();
  });

  app.delete("/session", async (request, reply) => {
    requireCsrfHeader(request);
    const cookie = sessionCookie(request);
    clearSessionCookie(reply, config.secure);
    if (cookie !== undefined) {
      // The browser is signed out whatever identity says; a session that could not be revoked is an operator's matter.
      await sessions.revoke(cookie, causeOf(request)).catch((error: unknown) => {
        request.log.error({ err: error }, "a session could not be revoked at identity");
      });
    }
    return reply.code(204).send();
  });

  app.get("/session/accounts", async (request, reply) => {
    const accounts = config.mode === "demo" ? await identity.demoAccounts(causeOf(request)) : undefined;
    if (accounts === undefined) throw new RequestRefusal(404, "NOT_FOUND", "There are no demo accounts here.");
    return reply.header("cache-control", "no-store").send(accounts);
  });
}
