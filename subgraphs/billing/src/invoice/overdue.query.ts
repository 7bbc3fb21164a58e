import { boundOrganization } from "@careconnect/kit";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";

// What became of an invoice that was imported, its source says.
const isDue = "status = 'ISSUED' and number is not null and due_at < ?";

/** In which organizations an invoice is due. */
export async function organizationsWithDue(orm: MikroORM, now: Date): Promise<string[]> {
  const rows = await orm.em
    .getConnection()
    .execute<{ organization_id: string }[]>(`select distinct organization_id from invoice where ${isDue} order by 1`, [
      now,
    ]);
  return rows.map((row) => row.organization_id);
}

/** Invoices of the organization that are due, locked; those that somebody else works on are left to them. */
export async function dueInvoices(em: EntityManager, now: Date, limit: number): Promise<string[]> {
  const rows = await em.execute<{ id: string }[]>(
    `select id from invoice where organization_id = ? and ${isDue} order by due_at limit ? for update skip locked`,
    [boundOrganization(em), now, limit],
  );
  return rows.map(({ id }) => id);
}
