import {
  anyRecordOf,
  assertMay,
  defineLoader,
  groupedInOrderOf,
  inOrderOf,
  type RequestContext,
} from "@careconnect/kit";
import { ConsentRow, lastSaidFirst } from "./consent.entity.ts";
import { consentsWithin, readConsents } from "./consent.policy.ts";

/** Consents by id; null for what may not be seen. */
export const consentById = defineLoader<string, ConsentRow>(async (context, ids) => {
  const reach = assertMay(context, readConsents);
  const rows = await context.em.fork().find(ConsentRow, { $and: [{ id: { $in: [...ids] } }, consentsWithin(reach)] });
  context.audit.read({ action: readConsents.action, entityType: "Consent", records: rows });
  return inOrderOf(ids, rows, ({ id }) => id);
});

/** What patients said last, by scope and what is meant within it. */
export const consentsByPatient = defineLoader<string, ConsentRow[]>(async (context, patientIds) => {
  const rows = await consentsOf(context, { patientId: anyRecordOf(context.viewer.organizationId, patientIds) });
  const last = [...Map.groupBy(rows, thingOf).values()].flatMap(([said]) => said ?? []);
  context.audit.read({ action: readConsents.action, entityType: "Consent", records: last });
  return groupedInOrderOf(patientIds, last, ({ currentPatientId }) => currentPatientId);
});

/** By the id of a consent, the ids of what any record of its patient says of the same; null for what may not be seen. */
export const consentsOfSame = defineLoader<string, string[]>(async (context, ids) => {
  const asked = await consentsOf(context, { id: { $in: [...ids] } });
  const patientIds = asked.map(({ patientId }) => String(patientId));
  const theirs = await consentsOf(context, {
    patientId: anyRecordOf(context.viewer.organizationId, patientIds),
    subject: { $in: asked.map(({ subject }) => subject) },
  });
  const same = Map.groupBy(theirs, thingOf);
  const found = asked.map((consent) => ({ id: consent.id, same: same.get(thingOf(consent)) ?? [consent] }));
  return inOrderOf(ids, found, ({ id }) => id).map((one) => one?.same.map(({ id }) => id) ?? null);
});

/** What the viewer may see of it, by scope and what is meant within it, what was said last of each first. */
function consentsOf(context: RequestContext, wanted: object): Promise<ConsentRow[]> {
  const within = consentsWithin(assertMay(context, readConsents));
  const where = { $and: [wanted, within] } as never;
  return context.em.fork().find(ConsentRow, where, { orderBy: [{ scope: "asc" }, { subject: "asc" }, lastSaidFirst] });
}

/** Whose it is now, and what it is about. */
function thingOf({ currentPatientId, scope, subject }: ConsentRow): string {
  return `${currentPatientId} ${scope} ${subject}`;
}
