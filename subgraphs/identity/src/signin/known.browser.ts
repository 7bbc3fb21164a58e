import { randomUUID } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { sealedCookie } from "../pages/sealed.cookie.ts";
import { emailIndexOf } from "../user/user.email.ts";

/** Seconds: half a year. */
const memory = 180 * 24 * 60 * 60;
/** A browser at a front desk is used by many. */
const mostPeople = 20;

const content = z.object({ id: z.string(), people: z.array(z.string()) });

/**
 * Browsers in which somebody has signed in before. Their failures are counted apart from those of strangers, who could
 * otherwise keep anybody out whose address they know.
 */
export interface KnownBrowsers {
  /** What stands for this browser, if somebody has signed in with the address in it. */
  read(request: FastifyRequest, email: string): string | undefined;
  /** Notes that somebody signs in. */
  note(request: FastifyRequest, reply: FastifyReply, email: string): void;
}

export function knownBrowsers(path: string, isSecure: boolean): KnownBrowsers {
  const cookie = sealedCookie("identity_known", memory, isSecure, content);
  return {
    read(request, email) {
      const known = cookie.read(request);
      return known?.people.includes(emailIndexOf(email)) ? known.id : undefined;
    },
    note(request, reply, email) {
      const { id, people } = cookie.read(request) ?? { id: randomUUID(), people: [] };
      const person = emailIndexOf(email);
      const others = people.filter((other) => other !== person);
      cookie.set(reply, path, { id, people: [person, ...others].slice(0, mostPeople) });
    },
  };
}
