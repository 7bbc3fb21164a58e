import type { EntityManager } from "@mikro-orm/postgresql";

/**
 * Lets one transaction at a time write into the calendars of a provider and of a patient, always in this order. The
 * exclusion constraints decide who gets a time; two who are looked at at once would wait for each other there, and a
 * deadlock is found after a second.
 */
export async function lockCalendars(
  em: EntityManager,
  visit: { readonly patientId: string; readonly providerId: string },
): Promise<void> {
  for (const calendar of [`appointment.provider:${visit.providerId}`, `appointment.patient:${visit.patientId}`]) {
    await em.execute("select pg_advisory_xact_lock(hashtextextended(?, 0))", [calendar]);
  }
}
