import { boundOrganization } from "@careconnect/kit";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";

/** Applications whose time is over: `unanswered` ones, and `settled` ones of which it is still known whose they are. */
export type Overdue = "unanswered" | "settled";

const conditions: Readonly<Record<Overdue, string>> = {
  unanswered: "status = 'MORE_INFORMATION_REQUESTED' and updated_at < ?",
  settled: "status in ('REJECTED', 'WITHDRAWN') and forgotten_at is null and updated_at < ?",
};

/** In which organizations some have not changed since `before`. */
export async function organizationsWith(orm: MikroORM, overdue: Overdue, before: Date): Promise<string[]> {
  const rows = await orm.em
    .getConnection()
    .execute<{ organization_id: string }[]>(
      `select distinct organization_id from provider_application where ${conditions[overdue]} order by 1`,
      [before],
    );
  return rows.map((row) => row.organization_id);
}

/** Those of the organization, locked; those that somebody else works on are left to them. */
export async function takeOverdue(em: EntityManager, overdue: Overdue, before: Date, limit: number): Promise<string[]> {
  const rows = await em.execute<{ id: string }[]>(
    `select id from provider_application where organization_id = ? and ${conditions[overdue]}
     order by updated_at limit ? for update skip locked`,
    [boundOrganization(em), before, limit],
  );
  return rows.map(({ id }) => id);
}
