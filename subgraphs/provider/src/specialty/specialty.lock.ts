import { boundOrganization } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";

/** Whoever adds to the organization's catalogue waits for whoever does, until their transaction ends. */
export async function lockCatalogue(em: EntityManager): Promise<void> {
  await em.execute("select pg_advisory_xact_lock(hashtextextended(?, 0))", [`specialties.${boundOrganization(em)}`]);
}
