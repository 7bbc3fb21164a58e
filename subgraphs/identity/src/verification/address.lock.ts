import type { EntityManager } from "@mikro-orm/postgresql";
import { emailIndexOf } from "../user/user.email.ts";

/** Of two who do something with one address at once, the second waits here, and then finds what the first has done. */
export async function lockAddress(em: EntityManager, email: string): Promise<void> {
  await lock(em, `identity.email:${emailIndexOf(email)}`);
}

/** As {@link lockAddress}, of two who give one patient an address at once. */
export async function lockAddressesOf(em: EntityManager, patientId: string): Promise<void> {
  await lock(em, `identity.patient:${patientId}`);
}

async function lock(em: EntityManager, name: string): Promise<void> {
  await em.execute("select pg_advisory_xact_lock(hashtextextended(?, 0))", [name]);
}
