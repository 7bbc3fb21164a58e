import { type EntityManager, raw } from "@mikro-orm/postgresql";
import { PatientRow } from "../patient/patient.entity.ts";

const mergedIds = "select patient_id from patient_alias where organization_id = ? and ended_at is null";

/**
 * What `found` finds, and whoever stands for a record that it finds: a patient is known by what any of their records says.
 * Of the merged records alone it is looked up beforehand, so that the other ways keep their indexes.
 */
export async function throughRecords(em: EntityManager, organizationId: string, found: object): Promise<object> {
  const merged = em
    .createQueryBuilder(PatientRow, "merged")
    .select("id")
    .where({ $and: [{ id: { $eq: raw(`any(array(${mergedIds}))`, [organizationId]) } }, found] } as never);
  await merged.applyFilters();
  const { sql, params } = merged.toQuery();
  const standing = raw(
    `any(array(
       select surviving_id from patient_alias
       where organization_id = ? and ended_at is null and patient_id in (${sql.replaceAll(/\$\d+/g, "?")})))`,
    [organizationId, ...params],
  );
  return { $or: [found, { id: { $eq: standing } }] };
}
