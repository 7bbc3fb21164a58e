import type { FastifyReply } from "fastify";
import { limits } from "../limits/router.limits.ts";

const name = "careconnect_sid";

/** The session cookie's value; undefined when there is none or it cannot be one of ours. */
export function sessionCookie(request: {
  readonly cookies: Readonly<Record<string, string | undefined>>;
}): string | undefined {
  const value = request.cookies[name];
  return value === undefined || value === "" || value.length > limits.sessions.cookieLength ? undefined : value;
}

export function setSessionCookie(reply: FastifyReply, value: string, secure: boolean): void {
  reply.setCookie(name, value, {
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    secure,
    maxAge: limits.sessions.cookieSeconds,
  });
}

export function clearSessionCookie(reply: FastifyReply, secure: boolean): void {
  reply.clearCookie(name, { httpOnly: true, sameSite: "lax", path: "/", secure });
}
