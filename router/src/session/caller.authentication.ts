import type { FastifyReply, FastifyRequest } from "fastify";
import { unauthenticated } from "../gateway/operation.policy.ts";
import { csrfHeader, csrfHeaderRequired } from "../http/request.refusal.ts";
import type { RouterConfig } from "../router.config.ts";
import type { BrowserSessions } from "./browser.sessions.ts";
import { clearSessionCookie, sessionCookie } from "./session.cookie.ts";
import type { VerifyToken } from "./token.verifier.ts";

/**
 * Finds the authorization that subgraphs shall see: the caller's bearer token, else the session's.
 * @returns undefined for a caller who shows neither
 * @throws RequestRefusal or GraphQLError when something is shown and is not acceptable
 */
export type AuthenticateCaller = (request: FastifyRequest, reply: FastifyReply) => Promise<string | undefined>;

export function createAuthentication(
  config: RouterConfig,
  verify: VerifyToken | undefined,
  sessions: BrowserSessions | undefined,
): AuthenticateCaller {
  async function verified(token: string): Promise<string> {
    if (verify !== undefined && !(await verify(token))) throw unauthenticated();
    return `Bearer ${token}`;
  }

  return async (request, reply) => {
    const header = request.headers.authorization;
    if (header !== undefined) {
      if (verify === undefined) return header;
      const token = /^Bearer +([^\s]+)$/i.exec(header)?.[1];
      if (token === undefined) throw unauthenticated();
      return verified(token);
    }
    const cookie = sessions === undefined ? undefined : sessionCookie(request, config.secure);
    if (sessions === undefined || cookie === undefined) return undefined;
    if (request.headers[csrfHeader] === undefined) throw csrfHeaderRequired();
    const token = await sessions.accessToken(cookie, { correlationId: request.id, clientAddress: request.ip });
    if (token === undefined) {
      clearSessionCookie(reply, config.secure);
      throw unauthenticated();
    }
    return verified(token);
  };
}
