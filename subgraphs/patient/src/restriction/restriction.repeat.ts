import { randomUUID } from "node:crypto";
import { boundEntityManager, runCommand, systemContext } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import type { MikroORM } from "@mikro-orm/postgresql";
import { PatientRestrictionRow } from "./patient-restriction.entity.ts";
import { patientRestricted, restrictionLifted } from "./restriction.events.ts";

const repeating = { action: "patient.restriction.repeat", entityType: "PatientRestriction" };

/**
 * Tells anew of every restriction whether it is in force, for who was restored from before it began or ended: whoever knows
 * finds nothing to do. @returns how many there are
 */
export async function repeatRestrictions(orm: MikroORM): Promise<number> {
  const organizations = await orm.em
    .getConnection()
    .execute<{ id: string }[]>("select distinct organization_id as id from patient_restriction order by 1");
  let count = 0;
  for (const organization of organizations) {
    const em = boundEntityManager(orm, organization.id);
    const context = systemContext(em, `restrictions-${randomUUID()}`);
    const rows = await em.find(PatientRestrictionRow, {}, { fields: ["id"], orderBy: { id: "asc" } });
    for (const { id } of rows) {
      await runCommand(context, repeating, async (unit) => {
        const row = await unit.em.findOneOrFail(
          PatientRestrictionRow,
          { id },
          // Whoever lifts it meanwhile is told of after it. What is sealed stays so.
          { lockMode: LockMode.PESSIMISTIC_WRITE, fields: ["id", "version", "patientId", "patientIds", "liftedAt"] },
        );
        unit.touch(row.id, String(row.patientId));
        unit.emit(() => (row.liftedAt === null ? patientRestricted(row) : restrictionLifted(row)));
      });
      count += 1;
    }
  }
  return count;
}
