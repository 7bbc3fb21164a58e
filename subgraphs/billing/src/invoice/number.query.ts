import { boundOrganization } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";

/** What is numbered, each by itself: `INV-000001`. */
export type NumberSeries = "INV" | "CN";

/**
 * The next number of a series. Its counter is locked until the open transaction ends: whoever wants one meanwhile waits, and if
 * this one is rolled back, gets the same. So there are no gaps.
 */
export async function nextNumber(em: EntityManager, series: NumberSeries): Promise<string> {
  const [counter] = await em.execute<{ last_number: string }[]>(
    `insert into invoice_counter (organization_id, series, last_number) values (?, ?, 1)
     on conflict (organization_id, series) do update set last_number = invoice_counter.last_number + 1
     returning last_number::text`,
    [boundOrganization(em), series],
  );
  if (!counter) throw new Error("A counter that is counted up says its number.");
  return `${series}-${counter.last_number.padStart(6, "0")}`;
}
