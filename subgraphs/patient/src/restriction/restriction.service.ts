import {
  anyRecordOf,
  assertMay,
  type Connection,
  connectionOf,
  knownUuid,
  type PageArgs,
  type RequestContext,
} from "@careconnect/kit";
import { PatientRestrictionRow } from "./patient-restriction.entity.ts";
import { readRestrictions } from "./restriction.policy.ts";

const read = { action: readRestrictions.action, entityType: "PatientRestriction" };

/** One restriction; null when there is none. */
export async function readRestriction(context: RequestContext, id: string): Promise<PatientRestrictionRow | null> {
  assertMay(context, readRestrictions);
  const row = await context.em.fork().findOne(PatientRestrictionRow, { id });
  if (row) context.audit.read({ ...read, records: [{ id: row.id, patientId: String(row.patientId) }] });
  return row;
}

interface Wanted {
  readonly patientId?: string | null | undefined;
  readonly inForce?: boolean | null | undefined;
}

/** The organization's restrictions, the newest first. */
export function listRestrictions(
  context: RequestContext,
  page: PageArgs,
  { patientId, inForce }: Wanted,
): Connection<PatientRestrictionRow> {
  assertMay(context, readRestrictions);
  return connectionOf(context, PatientRestrictionRow, {
    name: "patientRestrictions",
    where: {
      ...(patientId != null && { patientId: anyRecordOf(context.viewer.organizationId, [knownUuid(patientId)]) }),
      ...(inForce != null && { liftedAt: inForce ? null : { $ne: null } }),
    } as never,
    orderBy: [
      ["createdAt", "desc"],
      ["id", "desc"],
    ],
    page,
    audit: read,
  });
}
