import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import { GraphQLError } from "graphql";
import type { RequestContext } from "../graphql/request.context.ts";
import type { ImportDefinition } from "../import/import.definition.ts";
import { BatchRefusedError, importBatch } from "../import/import.service.ts";
import { describeFault } from "../telemetry/fault.ts";

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

const statusOf: Readonly<Record<string, number>> = { UNAUTHENTICATED: 401, FORBIDDEN: 403 };

function problemOf(error: unknown): { status: number; code: string; message: string } {
  if (error instanceof GraphQLError) {
    const code = String(error.extensions.code);
    return { status: statusOf[code] ?? 400, code, message: error.message };
  }
  if (error instanceof BatchRefusedError) return { status: 400, code: "BAD_USER_INPUT", message: error.message };
  const { statusCode, message } = error as { statusCode?: number; message?: string };
  if (statusCode !== undefined && statusCode < 500)
    return { status: statusCode, code: "BAD_USER_INPUT", message: String(message) };
  return {
    status: 500,
    code: "INTERNAL_SERVER_ERROR",
    message: "The batch was not imported; nothing of it was written. Try again.",
  };
}
