import { boundOrganization, recordsOf } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";

/** Fewer than the table of locks has room for, so that no batch of events fills it. */
const [lockClass, lastSlot] = [0x70_72, 4_095];

/** Of whom something is told that decides prices, or is read to price by it. */
interface Deciding {
  readonly patientIds?: readonly string[];
  readonly providerIds?: readonly string[];
}

/**
 * Waits for whoever tells something new of these patients and providers, and has it told by nobody until the transaction ends:
 * what is priced in it is there, to be priced anew, for whoever tells something then.
 */
export function lockToPrice(em: EntityManager, deciding: Deciding): Promise<void> {
  return lock(em, "pg_advisory_xact_lock_shared", deciding);
}

/** Waits for whoever prices by what is known of these patients and providers; whoever will, waits. */
export function lockToTell(em: EntityManager, deciding: Deciding): Promise<void> {
  return lock(em, "pg_advisory_xact_lock", deciding);
}

async function lock(em: EntityManager, name: string, { patientIds = [], providerIds = [] }: Deciding): Promise<void> {
  // A coverage may be of another record of the patient than the visit.
  const records = [...(await recordsOf(em, patientIds)).values()].flat();
  // All at once and in one order, so that two do not wait for each other.
  await em.execute(
    `select ${name}(${lockClass}, slot)
     from (select distinct hashtext(? || id) & ${lastSlot} as slot from unnest(?::text[]) as id order by 1) as slots`,
    [boundOrganization(em), `{${[...records, ...providerIds].join()}}`],
  );
}
