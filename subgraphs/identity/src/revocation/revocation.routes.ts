import type { SubgraphServices } from "@careconnect/kit";
import type { FastifyPluginAsync } from "fastify";
import { z } from "zod";
import { readRevocations, UnknownCursorError } from "./revocation.service.ts";

const query = z.object({ after: z.string().max(200).optional() });

/**
 * `GET /oidc/revocations?after=<cursor>`: the access tokens that were revoked since, for everybody who verifies them.
 * It tells ids alone. 400 for a cursor that it does not know: begin without one.
 */
export function revocationRoutes({ orm, eventLog }: SubgraphServices): FastifyPluginAsync {
  return async (app) => {
    app.get("/oidc/revocations", async (request, reply) => {
      reply.header("cache-control", "no-store");
      const asked = query.safeParse(request.query);
      const unknown = () => reply.code(400).send({ code: "BAD_USER_INPUT", message: "This cursor is not known." });
      if (!asked.success) return unknown();
      try {
        return await readRevocations(orm, eventLog, asked.data.after);
      } catch (error) {
        if (error instanceof UnknownCursorError) return unknown();
        throw error;
      }
    });
  };
}
