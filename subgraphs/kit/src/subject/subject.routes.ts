import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import { z } from "zod";
import { BadUserInputError, ForbiddenError } from "../errors/errors.ts";
import type { RequestContext } from "../graphql/request.context.ts";
import { httpProblem } from "../http/http.problem.ts";
import { knownUuid } from "../persistence/uuid.ts";
import { assertMay } from "../policy/policy.ts";
import { describeFault } from "../telemetry/fault.ts";
import { exportSubjects, leadsTo } from "./subject.policy.ts";
import { readSubject, type SubjectPage } from "./subject.reader.ts";
import type { SubjectRule } from "./subject.rules.ts";

const question = z.object({
  patientId: z.string().transform(knownUuid),
  from: z
    .string()
    .regex(/^\w{1,63}(:[\da-f-]{36})?$/)
    .nullish(),
});

/**
 * `POST /subject { patientId, from }`: a page of everything that this subgraph knows of one patient, on its own port alone,
 * for whoever the token names: whoever prepares an export asks as the person who wanted it.
 */
export function subjectRoutes(
  rules: readonly SubjectRule[],
  contextOf: (request: FastifyRequest) => Promise<RequestContext>,
): FastifyPluginAsync {
  return async (app) => {
    app.setErrorHandler((error, request, reply) => {
      const { status, code, message } = httpProblem(error, "The rows could not be read. Try again.");
      if (status >= 500) request.log.error({ fault: describeFault(error) }, "a patient's rows could not be read");
      return reply.code(status).send({ code, message });
    });
    app.post("/subject", async (request) => {
      const context = await contextOf(request);
      return (await readPage(context, rules, request.body).finally(() => context.audit.flush())) ?? nothing;
    });
  };
}

/** The answer of a subgraph that has nothing of anybody. */
const nothing: SubjectPage = { table: "", rows: [], next: null };

async function readPage(context: RequestContext, rules: readonly SubjectRule[], body: unknown) {
  const reach = assertMay(context, exportSubjects);
  const asked = question.safeParse(body);
  if (!asked.success) throw new BadUserInputError("Ask for { patientId, from }.", ["patientId", "from"]);
  const { patientId, from } = asked.data;
  if (!leadsTo(reach, patientId)) {
    context.audit.denied(exportSubjects.action);
    throw new ForbiddenError();
  }
  const page = await readSubject(context.em, rules, patientId, from ?? null);
  context.audit.read({
    action: exportSubjects.action,
    entityType: "Patient",
    records: [{ id: patientId }],
  });
  return page;
}
