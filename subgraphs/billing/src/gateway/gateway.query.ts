import { boundOrganization } from "@careconnect/kit";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";

/** By then whoever asks the gateway is done, or has failed and somebody else may. */
const lease = "30 seconds";

/** How long it is remembered which events were heeded: longer than the gateway tells one again. */
const remembered = "30 days";

/** In which organizations the gateway is to be asked about something. */
export async function organizationsWithDuePayments(orm: MikroORM): Promise<string[]> {
  const rows = await orm.em.getConnection().execute<{ organization_id: string }[]>(
    `select organization_id from payment_intent where due_at <= now()
     union select organization_id from refund where due_at <= now() order by 1`,
  );
  return rows.map((row) => row.organization_id);
}

/** What is due of the organization, taken so that nobody else asks meanwhile. */
export function claimDue(
  em: EntityManager,
  table: "payment_intent" | "refund",
  limit: number,
): Promise<{ id: string }[]> {
  return em.execute<{ id: string }[]>(
    `update ${table} set due_at = now() + interval '${lease}' where id in (
       select id from ${table} where organization_id = ? and due_at <= now()
       order by due_at limit ? for update skip locked)
     returning ${table === "payment_intent" ? "payment_id as id" : "id"}`,
    [boundOrganization(em), limit],
  );
}

/** Whether an event of the gateway was heeded. */
export async function isHeeded(em: EntityManager, eventId: string): Promise<boolean> {
  const rows = await em.execute<unknown[]>("select 1 from gateway_event where organization_id = ? and event_id = ?", [
    boundOrganization(em),
    eventId,
  ]);
  return rows.length > 0;
}

export async function rememberHeeded(
  em: EntityManager,
  event: { readonly id: string; readonly type: string },
): Promise<void> {
  await em.execute(
    `insert into gateway_event (organization_id, event_id, type, received_at) values (?, ?, ?, now())
     on conflict (organization_id, event_id) do nothing`,
    [boundOrganization(em), event.id, event.type],
  );
}

/** Forgets events that nobody tells again. */
export async function forgetHeeded(orm: MikroORM): Promise<void> {
  await orm.em
    .getConnection()
    .execute(`delete from gateway_event where received_at < now() - interval '${remembered}'`);
}

/** For so long somebody is told of a refund that the gateway did not give; whoever gave it back otherwise knows by then. */
const toldOf = "90 days";

/**
 * Whether of a refund `r` that the gateway did not give nothing was given since: a condition in SQL. What was asked for is not owed by
 * the ledger unless it was for nothing that it had been paid.
 */
export const isLeftNotGiven = `
  r.state = 'FAILED' and r.updated_at > now() - interval '${toldOf}' and not exists (select from refund later
    where later.payment_id = r.payment_id and later.created_at > r.created_at and later.state in ('PENDING', 'SUCCEEDED'))`;

/** How many refunds the gateway did not give, in all organizations, of whose payments nothing was given since. */
export async function countNotGiven(orm: MikroORM): Promise<number> {
  const [row] = await orm.em
    .getConnection()
    .execute<{ count: number }[]>(`select count(*)::int as count from refund r where ${isLeftNotGiven}`);
  return row?.count ?? 0;
}
