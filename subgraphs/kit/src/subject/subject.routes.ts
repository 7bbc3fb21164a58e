import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import { z } from "zod";
import { recordsOf } from "../alias/patient.family.ts";
import { BadUserInputError, ForbiddenError } from "../errors/errors.ts";
import type { RequestContext } from "../graphql/request.context.ts";
import { httpProblem } from "../http/http.problem.ts";
import { knownUuid } from "../persistence/uuid.ts";
import { assertMay, ownRecordsOf } from "../policy/policy.ts";
import type { SubgraphDefinition } from "../subgraph.definition.ts";
import { describeFault } from "../telemetry/fault.ts";
import { exportSubjects, leadsTo } from "./subject.policy.ts";
import { readSubject, type SubjectPage } from "./subject.reader.ts";
import type { SubjectRule } from "./subject.rules.ts";

const id = z.string().transform(knownUuid);

const question = z.object({
  patientId: id,
  records: z.array(id).min(1).max(1_000).nullish(),
  from: z
    .string()
    .regex(/^\w{1,63}(:[\da-f-]{36})?$/)
    .nullish(),
});

/**
 * `POST /subject { patientId, records, from }`: a page of everything that this subgraph knows of one patient, on its own port
 * alone, for whoever the token names: whoever prepares an export asks as the person who wanted it. With `records`, it is of
 * those of the patient's that are named alone: that they were taken apart may not have come here yet.
 */
export function subjectRoutes(
  { subjectRules = [], keepsPatients }: Pick<SubgraphDefinition, "subjectRules" | "keepsPatients">,
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
      const records = keepsPatients ? recordsOf : alone;
      return (
        (await readPage(context, subjectRules, records, request.body).finally(() => context.audit.flush())) ?? nothing
      );
    });
  };
}

/** The answer of a subgraph that has nothing of anybody. */
const nothing: SubjectPage = { table: "", rows: [], next: null };

/** Where nobody knows of records that were merged. */
const alone: typeof recordsOf = async (_em, ids) => new Map(ids.map((id) => [id, [id]]));

async function readPage(
  context: RequestContext,
  rules: readonly SubjectRule[],
  records: typeof recordsOf,
  body: unknown,
) {
  const reach = assertMay(context, exportSubjects);
  const asked = question.safeParse(body);
  if (!asked.success)
    throw new BadUserInputError("Ask for { patientId, records, from }.", ["patientId", "records", "from"]);
  const { patientId, from, records: named } = asked.data;
  if (!leadsTo(reach, patientId)) {
    context.audit.denied(exportSubjects.action);
    throw new ForbiddenError();
  }
  const isPatient = ownRecordsOf(context.viewer).includes(patientId);
  const known = (await records(context.em.fork(), [patientId])).get(patientId) ?? [patientId];
  const patientIds = named ? known.filter((record) => named.includes(record)) : known;
  const page = await readSubject(context.em, rules, { patientIds, isPatient }, from ?? null);
  context.audit.read({
    action: exportSubjects.action,
    entityType: "Patient",
    records: patientIds.map((id) => ({ id })),
  });
  return page;
}
