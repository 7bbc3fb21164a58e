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
