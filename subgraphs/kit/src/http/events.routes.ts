import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import { z } from "zod";
import { patientIn } from "../audit/audit.entries.ts";
import { BadUserInputError, EventsArchivedError } from "../errors/errors.ts";
import type { RequestContext } from "../graphql/request.context.ts";
import type { EventLog } from "../outbox/event.log.ts";
import type { LoggedEvent } from "../outbox/logged.event.ts";
import { assertMay, type Rule } from "../policy/policy.ts";
import { describeFault } from "../telemetry/fault.ts";
import { httpProblem } from "./http.problem.ts";

/** Events are for an administrator whose token was asked for with the scope `events`. */
const readEvents: Rule = { action: "events.read", may: { ADMIN: "organization" }, scope: "events" };

const pageLimit = 500;

const pageQuery = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(pageLimit).default(pageLimit),
});

/**
 * `GET /events?after=<position>&limit=<1–500>`: the log of the token's organization from position zero, as NDJSON, on the
 * subgraph's own port alone. The next page starts after the last line's position; an empty one is the end for now.
 */
export function eventsRoutes(
  eventLog: EventLog,
  contextOf: (request: FastifyRequest) => Promise<RequestContext>,
): FastifyPluginAsync {
  return async (app) => {
    app.setErrorHandler((error, request, reply) => {
      const { status, code, message } = httpProblem(error, "The events could not be read. Try again.");
      if (status >= 500) request.log.error({ fault: describeFault(error) }, "events could not be read");
      return reply.code(status).send({ code, message });
    });
    app.get("/events", async (request, reply) => {
      const context = await contextOf(request);
      const events = await readPage(context, eventLog, request.query).finally(() => context.audit.flush());
      return reply
        .type("application/x-ndjson; charset=utf-8")
        .header("x-careconnect-log-epoch", eventLog.epoch)
        .send(events.map((event) => `${JSON.stringify(event)}\n`).join(""));
    });
  };
}

/** The page of the viewer's organization that `query` asks for; the trail has to be written before it leaves. */
async function readPage(context: RequestContext, eventLog: EventLog, query: unknown): Promise<LoggedEvent[]> {
  assertMay(context, readEvents);
  const page = pageQuery.safeParse(query);
  if (!page.success) {
    throw new BadUserInputError(`Ask for after=<position> and limit=<1 to ${pageLimit}>.`, ["after", "limit"]);
  }
  if (page.data.after < (await eventLog.tail())) throw new EventsArchivedError();
  const events = await eventLog.read({ ...page.data, organizationId: context.viewer.organizationId });
  context.audit.read({
    action: readEvents.action,
    entityType: "OutboxEvent",
    records: events.map(({ id, payload }) => ({ id, patientId: patientIn(payload) })),
  });
  return events;
}
