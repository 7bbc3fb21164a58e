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
  // A function is scanned row by row, and so are the locks taken.
  await em.execute(
    `select pg_advisory_xact_lock(hashtextextended(calendar, 0))
     from unnest(array['appointment.provider:' || ?, 'appointment.patient:' || ?]) as calendar`,
    [visit.providerId, visit.patientId],
  );
}
