import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import type { RequestContext } from "../graphql/request.context.ts";
import type { ImportDefinition } from "../import/import.definition.ts";
import { BatchRefusedError, importBatch } from "../import/import.service.ts";
import { describeFault } from "../telemetry/fault.ts";
import { type HttpProblem, httpProblem } from "./http.problem.ts";

const ndjson = "application/x-ndjson";

/** `POST /import/<plural>`: batches of NDJSON, on the subgraph's own port alone. */
export function importRoutes(
  imports: readonly ImportDefinition[],
  contextOf: (request: FastifyRequest) => Promise<RequestContext>,
): FastifyPluginAsync {
  return async (app) => {
    app.addContentTypeParser(ndjson, { parseAs: "string", bodyLimit: 5_000_000 }, (_request, body, done) =>
      done(null, body),
    );
    app.setErrorHandler((error, request, reply) => {
      const { status, code, message } = problemOf(error);
      if (status >= 500) request.log.error({ fault: describeFault(error) }, "an import failed");
      return reply.code(status).send({ code, message });
    });
    for (const definition of imports) {
      app.post(`/import/${definition.plural}`, async (request) => {
        const context = await contextOf(request);
        try {
          if (typeof request.body !== "string") throw new BatchRefusedError(`Send the rows as ${ndjson}.`);
          return await importBatch(context, definition, request.body);
        } finally {
          await context.audit.flush();
        }
      });
    }
  };
}

const fault = "The batch could not be imported to its end. Send it again: rows that went in already stay as they are.";

function problemOf(error: unknown): HttpProblem {
  if (error instanceof BatchRefusedError) return { status: 400, code: "BAD_USER_INPUT", message: error.message };
  return httpProblem(error, fault);
}
