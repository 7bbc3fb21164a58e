import { seal, unseal } from "@careconnect/kit";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { readCookie } from "./request.cookie.ts";

export interface SealedCookie<Content> {
  set(reply: FastifyReply, path: string, content: Content): void;
  /** What was set less than `seconds` ago; undefined for anything else. */
  read(request: FastifyRequest): Content | undefined;
}

const sealed = z.object({ until: z.number(), content: z.unknown() });

/** A cookie that the browser keeps and cannot read or change, for what goes on between two pages. */
export function sealedCookie<Schema extends z.ZodType>(
  name: string,
  seconds: number,
  isSecure: boolean,
  schema: Schema,
): SealedCookie<z.output<Schema>> {
  const purpose = `cookie.${name}`;
  return {
    set(reply, path, content) {
      const value = seal(JSON.stringify({ until: Date.now() + seconds * 1_000, content }), purpose);
      const attributes = `Path=${path}; Max-Age=${seconds}; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`;
      reply.header("set-cookie", `${name}=${value}; ${attributes}`);
    },
    read(request) {
      const value = readCookie(request, name);
      if (value === undefined) return undefined;
      try {
        const { until, content } = sealed.parse(JSON.parse(unseal(value, purpose)));
        return until > Date.now() ? schema.parse(content) : undefined;
      } catch {
        return undefined;
      }
    },
  };
}
