import { lockStandingRecord } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { HeldCalendars } from "../holds/expired.query.ts";
import { releaseExpired } from "../holds/hold.expiry.ts";

/**
 * Lets one transaction at a time write into the calendars of a provider and of a patient, always in this order. The
 * exclusion constraints decide who gets a time; two who are looked at at once would wait for each other there, and a
 * deadlock is found after a second. What is held in them no more is called off first.
 */
export async function lockCalendars(em: EntityManager, correlationId: string, visit: HeldCalendars): Promise<void> {
  await lockProvider(em, visit.providerId);
  await lockPatient(em, visit.patientId);
  await releaseExpired(em, correlationId, visit);
}

/** The provider's calendar alone; whoever takes a patient's too takes that afterwards. */
export async function lockProvider(em: EntityManager, providerId: string): Promise<void> {
  await lock(em, [providersOf(providerId)]);
}

/**
 * The patient's calendar alone. All records of a patient have one, that of the record which stands for them. Who that is may
 * come to be known while it is waited for: whoever found a patient before asks with `requireStanding` whether it still is.
 */
export async function lockPatient(em: EntityManager, patientId: string): Promise<void> {
  await lockStandingRecord(em, patientId, (standing) => lock(em, [patientsOf(standing)]));
}

/** The calendars of records that become those of one patient, or cease to be: nobody books for either meanwhile. */
export async function lockRecords(em: EntityManager, patientIds: readonly string[]): Promise<void> {
  await lock(em, [...new Set(patientIds)].sort().map(patientsOf));
}

const providersOf = (providerId: string) => `appointment.provider:${providerId}`;
const patientsOf = (patientId: string) => `appointment.patient:${patientId}`;

async function lock(em: EntityManager, calendars: readonly string[]): Promise<void> {
  // A function is scanned row by row, and so are the locks taken.
  await em.execute("select pg_advisory_xact_lock(hashtextextended(calendar, 0)) from unnest(?::text[]) as calendar", [
    `{${calendars.join()}}`,
  ]);
}
