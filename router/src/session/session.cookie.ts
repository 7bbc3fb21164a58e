import type { FastifyReply } from "fastify";
import { limits } from "../limits/router.limits.ts";

/** What a browser shows of itself. */
export interface BrowserCookies {
  readonly cookies: Readonly<Record<string, string | undefined>>;
}

/** 32 random bytes in base64url: the form of everything that we put into a cookie. */
const credential = /^[\w-]{43}$/;

/** The cookie that stands for a session. */
const sessionCookieName = "careconnect_sid";

/** The cookie that ties a sign-in to the browser in which it began. */
const attemptCookieName = "careconnect_sign_in";

/** Over https a browser takes a `__Host-` cookie from this host alone, and for all of it. */
const nameOf = (name: string, secure: boolean) => (secure ? `__Host-${name}` : name);

function read(request: BrowserCookies, name: string, secure: boolean): string | undefined {
  const value = request.cookies[nameOf(name, secure)];
  return value !== undefined && credential.test(value) ? value : undefined;
}

function set(reply: FastifyReply, name: string, value: string, secure: boolean, maxAge: number): void {
  reply.setCookie(nameOf(name, secure), value, { httpOnly: true, sameSite: "lax", path: "/", secure, maxAge });
}

/** The session cookie's value; undefined when there is none or it cannot be one of ours. */
export function sessionCookie(request: BrowserCookies, secure: boolean): string | undefined {
  return read(request, sessionCookieName, secure);
}

export function setSessionCookie(reply: FastifyReply, value: string, secure: boolean): void {
  set(reply, sessionCookieName, value, secure, limits.sessions.absolute / 1000);
}

export function clearSessionCookie(reply: FastifyReply, secure: boolean): void {
  reply.clearCookie(nameOf(sessionCookieName, secure), { httpOnly: true, sameSite: "lax", path: "/", secure });
}

export function attemptCookie(request: BrowserCookies, secure: boolean): string | undefined {
  return read(request, attemptCookieName, secure);
}

export function setAttemptCookie(reply: FastifyReply, value: string, secure: boolean): void {
  set(reply, attemptCookieName, value, secure, limits.sessions.attempt / 1000);
}

/** A cookie header without what is between the browser and us: identity has cookies of its own and needs none of ours. */
export function withoutOurCookies(header: string | string[] | undefined): string | undefined {
  const ours = [sessionCookieName, attemptCookieName].flatMap((name) => [nameOf(name, true), nameOf(name, false)]);
  const pairs = [header ?? []].flat().flatMap((line) => line.split(/; */));
  const kept = pairs.filter((pair) => !ours.includes(pair.split("=", 1)[0] ?? ""));
  return kept.length === 0 ? undefined : kept.join("; ");
}
