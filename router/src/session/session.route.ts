import { randomBytes } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { decodeJwt } from "jose";
import { z } from "zod";
import { csrfHeader, csrfHeaderRequired, RequestRefusal } from "../http/request.refusal.ts";
import { limits } from "../limits/router.limits.ts";
import type { RouterConfig } from "../router.config.ts";
import { rememberAttempt, takeAttempt } from "../store/attempt.table.ts";
import type { StoredSession } from "../store/session.table.ts";
import type { Store } from "../store/store.pool.ts";
import { createAddressLimit } from "./address.limit.ts";
import type { BrowserSessions } from "./browser.sessions.ts";
import type { Cause, IdentityClient } from "./identity.client.ts";
import { requireNavigation, requireOwnScript } from "./request.origin.ts";
import { returnPath } from "./return.path.ts";
import {
  attemptCookie,
  clearSessionCookie,
  sessionCookie,
  setAttemptCookie,
  setSessionCookie,
} from "./session.cookie.ts";

export interface SessionParts {
  readonly config: RouterConfig;
  readonly store: Store;
  readonly identity: IdentityClient;
  readonly sessions: BrowserSessions;
}

/** Why a sign-in came to nothing, as the sign-in page of the web app reads it. */
type SignInProblem = "denied" | "expired" | "unavailable";

const wayOut = z.object({
  return: z.unknown().optional(),
  login_hint: z.unknown().optional(),
  ui_locales: z.unknown().optional(),
});
/** Tags of languages, the most wanted first: "ar de-AT". */
const locales = z
  .string()
  .max(100)
  .regex(/^[\w-]+( [\w-]+)*$/);
/** An address that nobody has, as those of the demo are: anybody's does not belong into one of ours. */
const demoAddress = z.email().max(254).endsWith(".test");
const wayBack = z.object({ state: z.string().min(1).max(200), error: z.string().optional() });
const claims = z.object({
  sub: z.string(),
  org: z.string(),
  roles: z.array(z.string()).default([]),
  patient_id: z.string().optional(),
  provider_id: z.string().optional(),
});

const causeOf = (request: FastifyRequest): Cause => ({ correlationId: request.id, clientAddress: request.ip });
const newCredential = () => randomBytes(32).toString("base64url");

function signedOut(): RequestRefusal {
  return new RequestRefusal(401, "UNAUTHENTICATED", "Nobody is signed in here.");
}

/** Whose session it is and how much of it is left; nothing in it opens anything. */
function describe(session: StoredSession) {
  const {
    sub,
    org,
    roles,
    patient_id: patientId,
    provider_id: providerId,
  } = claims.parse(decodeJwt(session.accessToken));
  return {
    userId: sub,
    organizationId: org,
    roles,
    patientId: patientId ?? null,
    providerId: providerId ?? null,
    idleExpiresInSeconds: Math.max(0, Math.floor(session.idleExpiresInSeconds)),
    expiresInSeconds: Math.max(0, Math.floor(session.absoluteExpiresInSeconds)),
  };
}

/**
 * GET /session/sign-in and /session/callback, where a person goes; GET, DELETE /session, POST /session/activity and
 * /session/refresh, which the web app asks.
 */
export function sessionRoutes(app: FastifyInstance, { config, store, identity, sessions }: SessionParts): void {
  const begun = createAddressLimit(limits.signIn.begunPerAddress);

  /** @throws RequestRefusal for a request that another site may have caused */
  function cookieOfOwnScript(request: FastifyRequest): string | undefined {
    requireOwnScript(request.headers, config);
    if (request.method !== "GET" && request.headers[csrfHeader] === undefined) throw csrfHeaderRequired();
    return sessionCookie(request, config.secure);
  }

  function answer(reply: FastifyReply, session: StoredSession | undefined): FastifyReply {
    if (session === undefined) {
      clearSessionCookie(reply, config.secure);
      throw signedOut();
    }
    return reply.header("cache-control", "no-store").send(describe(session));
  }

  function goTo(reply: FastifyReply, address: string): FastifyReply {
    return reply.header("cache-control", "no-store").redirect(address, 303);
  }

  function backToSignIn(reply: FastifyReply, problem: SignInProblem, path = "/"): FastifyReply {
    return goTo(reply, `/sign-in?${new URLSearchParams({ problem, ...(path === "/" ? {} : { return: path }) })}`);
  }

  app.get("/session/sign-in", async (request, reply) => {
    requireNavigation(request.headers);
    begun.attempt(request.ip);
    const asked = wayOut.parse(request.query);
    const path = returnPath(asked.return);
    const hint = config.mode === "demo" ? demoAddress.safeParse(asked.login_hint).data : undefined;
    const language = locales.safeParse(asked.ui_locales).data;
    const secrets = { state: newCredential(), verifier: newCredential(), nonce: newCredential() };
    // One for all tabs of a browser in which a sign-in begins.
    const browser = attemptCookie(request, config.secure) ?? newCredential();
    try {
      const url = await identity.signInUrl(secrets, { hint, language }, causeOf(request));
      await rememberAttempt(store, secrets.state, browser, { ...secrets, returnPath: path });
      setAttemptCookie(reply, browser, config.secure);
      return goTo(reply, url.href);
    } catch (error) {
      if (!(error instanceof RequestRefusal)) throw error;
      return backToSignIn(reply, "unavailable", path);
    }
  });

  app.get("/session/callback", async (request, reply) => {
    requireNavigation(request.headers);
    const parameters = wayBack.safeParse(request.query);
    const browser = attemptCookie(request, config.secure);
    if (!parameters.success || browser === undefined) return backToSignIn(reply, "expired");
    const { state, error } = parameters.data;
    try {
      const attempt = await takeAttempt(store, state, browser);
      if (attempt === undefined) return backToSignIn(reply, "expired");
      const { returnPath: path, ...secrets } = attempt;
      if (error !== undefined) return backToSignIn(reply, "denied", path);
      const search = request.url.slice(request.url.indexOf("?"));
      const signedIn = await identity.signedIn(search, { state, ...secrets }, causeOf(request));
      if (signedIn === undefined) return backToSignIn(reply, "expired", path);
      const former = sessionCookie(request, config.secure);
      if (former !== undefined) await sessions.leave(former);
      setSessionCookie(reply, await sessions.open(signedIn), config.secure);
      return goTo(reply, path);
    } catch (refusal) {
      if (!(refusal instanceof RequestRefusal)) throw refusal;
      return backToSignIn(reply, "unavailable");
    }
  });

  app.get("/session", async (request, reply) => {
    const cookie = cookieOfOwnScript(request);
    return answer(reply, cookie === undefined ? undefined : await sessions.find(cookie, causeOf(request)));
  });

  app.post("/session/activity", async (request, reply) => {
    const cookie = cookieOfOwnScript(request);
    return answer(reply, cookie === undefined ? undefined : await sessions.touch(cookie, causeOf(request)));
  });

  app.post("/session/refresh", async (request, reply) => {
    const cookie = cookieOfOwnScript(request);
    return answer(reply, cookie === undefined ? undefined : await sessions.refresh(cookie, causeOf(request)));
  });

  app.delete("/session", async (request, reply) => {
    const cookie = cookieOfOwnScript(request);
    if (cookie !== undefined) await sessions.end(cookie, causeOf(request));
    clearSessionCookie(reply, config.secure);
    return reply.code(204).send();
  });
}
