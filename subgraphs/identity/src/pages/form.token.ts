import { randomBytes, timingSafeEqual } from "node:crypto";
import { blindIndexOf } from "@careconnect/kit";
import type { FastifyReply, FastifyRequest } from "fastify";
import { formTokenField } from "./page.form.ts";
import { readCookie } from "./request.cookie.ts";

const purpose = "page.form_token";
const cookiePattern = /^[\w-]{43}$/;

/**
 * What ties a form to the browser that it was made for: a cookie that no script can read, and in the form a keyed hash
 * of it, which another site can neither read nor make.
 */
export interface FormTokens {
  /** The token for a form in the answer; gives the browser its cookie when it has none. */
  issue(request: FastifyRequest, reply: FastifyReply): string;
  /** Whether the form came from a page of ours in this browser. */
  matches(request: FastifyRequest): boolean;
}

export function createFormTokens(secure: boolean): FormTokens {
  // The prefix keeps another host of the same domain from setting it; browsers accept it over https alone.
  const name = secure ? "__Host-careconnect-form" : "careconnect-form";
  const cookieOf = (request: FastifyRequest) => {
    const value = readCookie(request, name);
    return value !== undefined && cookiePattern.test(value) ? value : undefined;
  };
  return {
    issue(request, reply) {
      const known = cookieOf(request);
      if (known !== undefined) return blindIndexOf(known, purpose);
      const made = randomBytes(32).toString("base64url");
      reply.header("set-cookie", `${name}=${made}; Path=/; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`);
      return blindIndexOf(made, purpose);
    },
    matches(request) {
      const cookie = cookieOf(request);
      const given = (request.body as Partial<Record<string, string>> | undefined)?.[formTokenField];
      if (cookie === undefined || given === undefined) return false;
      const wanted = Buffer.from(blindIndexOf(cookie, purpose));
      const actual = Buffer.from(given);
      return wanted.length === actual.length && timingSafeEqual(wanted, actual);
    },
  };
}
