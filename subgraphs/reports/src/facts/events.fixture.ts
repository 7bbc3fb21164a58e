import { boundEntityManager } from "@careconnect/kit";
import type { MikroORM } from "@mikro-orm/postgresql";
import { applyEvents } from "./fact.projection.ts";
import type { ReportedEvent } from "./reported.event.ts";

export const newYork = "0199a000-0000-7000-8000-000000000001";
export const kathmandu = "0199a000-0000-7000-8000-000000000002";

export const patientId = "0199c000-0000-7000-8000-000000000001";
export const providerId = "0199c000-0000-7000-8000-000000000002";

/** A UUID that is the same every time, for the `number`th row of a kind. */
export function idOf(kind: number, number: number): string {
  return `0199d000-0000-7000-${8000 + kind}-${String(number).padStart(12, "0")}`;
}

export function event(type: string, told: Partial<ReportedEvent> = {}): ReportedEvent {
  return {
    type,
    organizationId: newYork,
    aggregateId: idOf(0, 1),
    aggregateVersion: 1,
    occurredAt: new Date("2026-03-01T12:00:00Z"),
    imported: false,
    payload: {},
    ...told,
  };
}

export function organizationRegistered(organizationId: string, timeZone: string, currency: string): ReportedEvent {
  return event("organization.registered", {
    organizationId,
    aggregateId: organizationId,
    payload: { timeZone, currency },
  });
}

export const newYorkRegistered = organizationRegistered(newYork, "America/New_York", "USD");
export const kathmanduRegistered = organizationRegistered(kathmandu, "Asia/Kathmandu", "NPR");

/** An appointment of half an hour. */
export function appointment(
  startsAt: string,
  status: string,
  told: Partial<ReportedEvent> & { readonly type?: string } = {},
): ReportedEvent {
  const endsAt = new Date(Date.parse(startsAt) + 30 * 60_000).toISOString();
  return event(told.type ?? `appointment.${status.toLowerCase()}`, {
    payload: { patientId, providerId, status, startsAt, endsAt },
    ...told,
  });
}

export function invoice(
  status: string,
  amounts: {
    readonly total: number;
    readonly balance: number;
    /** Not told by older events. */
    readonly received?: number;
    readonly currency?: string;
    readonly issuedAt?: string;
  },
  told: Partial<ReportedEvent> = {},
): ReportedEvent {
  return event(status === "VOID" ? "invoice.voided" : `invoice.${status.toLowerCase()}`, {
    payload: {
      patientId,
      status,
      currency: amounts.currency ?? "USD",
      totalAmount: amounts.total,
      balanceAmount: amounts.balance,
      ...(amounts.received === undefined ? {} : { receivedAmount: amounts.received }),
      issuedAt: amounts.issuedAt ?? "2026-03-01T12:00:00.000Z",
    },
    ...told,
  });
}

/** Applies the events one by one, each in a transaction of its own, as they come from the broker. */
export async function applyEach(orm: MikroORM, events: readonly ReportedEvent[]): Promise<void> {
  for (const one of events) {
    await boundEntityManager(orm, one.organizationId).transactional((em) => applyEvents(em, [one]));
  }
}
