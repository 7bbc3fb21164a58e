import { boundOrganization, recordArray } from "@careconnect/kit";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";

const isExpired = "hold_expires_at <= clock_timestamp() and hold_expires_at is not null";

/** In which organizations a time is held no more, and nobody has noted it. */
export async function organizationsWithExpired(orm: MikroORM): Promise<string[]> {
  const rows = await orm.em
    .getConnection()
    .execute<{ organization_id: string }[]>(
      `select distinct organization_id from appointment where ${isExpired} order by 1`,
    );
  return rows.map((row) => row.organization_id);
}

/** Whose calendars are written into. */
export interface HeldCalendars {
  readonly patientId: string;
  readonly providerId: string;
}

/**
 * The visits that hold the time of these calendars no more, locked: whoever has them locked is waited for, since what is
 * locked and not changed is in the way of the constraints still.
 */
export async function lockExpiredOf(em: EntityManager, { patientId, providerId }: HeldCalendars): Promise<string[]> {
  const organizationId = boundOrganization(em);
  const records = recordArray(organizationId, [patientId]);
  const rows = await em.execute<{ id: string }[]>(
    `select id from appointment
     where organization_id = ? and (provider_id = ? or patient_id = any(${records.sql})) and ${isExpired}
     order by id for update`,
    [organizationId, providerId, ...records.parameters],
  );
  return rows.map(({ id }) => id);
}

/** Such visits of the organization, locked; those that somebody else works on are left to them. */
export async function lockExpired(em: EntityManager, limit: number): Promise<string[]> {
  const rows = await em.execute<{ id: string }[]>(
    `select id from appointment where organization_id = ? and ${isExpired}
     order by hold_expires_at, id limit ? for update skip locked`,
    [boundOrganization(em), limit],
  );
  return rows.map(({ id }) => id);
}
