import type { EntityName } from "@mikro-orm/core";
import { anyRecordOf } from "../alias/patient.family.ts";
import { assertMay, type Rule } from "../policy/policy.ts";
import type { Reach } from "../policy/reach.ts";
import { defineLoader, groupedInOrderOf, inOrderOf } from "./loader.ts";
import type { RequestContext } from "./request.context.ts";

/** How rows of one kind are read: by which rule, as what the audit trail knows them, and which of them are within a reach. */
export interface Reading {
  readonly rule: Rule;
  readonly entityType: string;
  readonly within: (reach: Reach) => object;
}

/** Loads rows by id, as far as the viewer may see them, null for the rest; what is read is audited. */
export function loaderById<Row extends { readonly id: string }>(entity: EntityName<Row>, reading: Reading) {
  return defineLoader<string, Row>(async (context, ids) => {
    const rows = await readRows(context, entity, reading, { id: { $in: [...ids] } });
    return inOrderOf(ids, rows, ({ id }) => id);
  });
}

/**
 * Loads the rows of patients by the id of the record that stands for each, whichever of their records they were written
 * for, as far as the viewer may see them; what is read is audited.
 */
export function loaderByPatient<Row extends { readonly id: string; readonly currentPatientId: string }>(
  entity: EntityName<Row>,
  reading: Reading & { readonly orderBy: object },
) {
  return defineLoader<string, Row[]>(async (context, patientIds) => {
    const theirs = { patientId: anyRecordOf(context.viewer.organizationId, patientIds) };
    const rows = await readRows(context, entity, reading, theirs, reading.orderBy);
    return groupedInOrderOf(patientIds, rows, ({ currentPatientId }) => currentPatientId);
  });
}

async function readRows<Row extends { readonly id: string }>(
  context: RequestContext,
  entity: EntityName<Row>,
  { rule, entityType, within }: Reading,
  wanted: object,
  orderBy: object = {},
): Promise<Row[]> {
  const where = { $and: [wanted, within(assertMay(context, rule))] };
  const rows = (await context.em.fork().find(entity, where as never, { orderBy: orderBy as never })) as Row[];
  context.audit.read({ action: rule.action, entityType, records: rows });
  return rows;
}
