import { z } from "zod";
import type { ReportedEvent } from "./reported.event.ts";

const instant = z.iso.datetime();
const minorUnits = z.int();

const organizationPayload = z.object({ timeZone: z.string(), currency: z.string() });
const patientPayload = z.object({ archived: z.boolean() });
const mergePayload = z.object({ endedAt: instant.nullable() });
const providerPayload = z.object({ status: z.string() });
const appointmentPayload = z.object({
  patientId: z.uuid(),
  providerId: z.uuid(),
  status: z.string(),
  startsAt: instant,
  endsAt: instant,
});
const invoicePayload = z.object({
  patientId: z.uuid(),
  status: z.string(),
  currency: z.string(),
  totalAmount: minorUnits,
  balanceAmount: minorUnits,
  receivedAmount: minorUnits.nullish(),
  issuedAt: instant.nullable(),
});

/** A row as an event tells it; its keys are the columns of its table. */
export interface Fact {
  readonly id: string;
  readonly version: number;
  readonly [column: string]: unknown;
}

export interface OrganizationFact extends Fact {
  readonly time_zone: string;
  readonly currency: string;
}

export interface InvoiceFact extends Fact {
  readonly paid_at: string | null;
}

const identityOf = (event: ReportedEvent): Fact => ({ id: event.aggregateId, version: event.aggregateVersion });

export function organizationFact(event: ReportedEvent): OrganizationFact {
  const { timeZone, currency } = organizationPayload.parse(event.payload);
  return { ...identityOf(event), time_zone: timeZone, currency };
}

export function patientFact(event: ReportedEvent): Fact {
  return { ...identityOf(event), ...patientPayload.parse(event.payload), merged: false, merge_version: 0 };
}

/** What the newest of the merges of each record tells, which says nothing else of the patient. */
export function mergeFacts(events: readonly ReportedEvent[]): Fact[] {
  const merges = events.map((event) => ({ ...identityOf(event), ...mergePayload.parse(event.payload) }));
  return newestOfEach(merges).map(({ id, version, endedAt }) => ({
    ...{ id, version: 0, archived: false, merged: endedAt === null, merge_version: version },
  }));
}

export function providerFact(event: ReportedEvent): Fact {
  return { ...identityOf(event), ...providerPayload.parse(event.payload) };
}

export function appointmentFact(event: ReportedEvent): Fact & Record<string, unknown> {
  const told = appointmentPayload.parse(event.payload);
  return {
    ...identityOf(event),
    patient_id: told.patientId,
    provider_id: told.providerId,
    status: told.status,
    starts_at: told.startsAt,
    ends_at: told.endsAt,
  };
}

export function invoiceFact(event: ReportedEvent): InvoiceFact & Record<string, unknown> {
  const told = invoicePayload.parse(event.payload);
  // History does not say when it was paid; the day of its import would be wrong for all of it.
  const paidAt = event.imported ? told.issuedAt : event.occurredAt.toISOString();
  return {
    ...identityOf(event),
    patient_id: told.patientId,
    status: told.status,
    currency: told.currency,
    total_amount: told.totalAmount,
    balance_amount: told.balanceAmount,
    received_amount: told.receivedAmount ?? null,
    issued_at: told.issuedAt,
    paid_at: told.status === "PAID" ? paidAt : null,
  };
}

/** The newest of each aggregate; of two with the same version the first, as the table would have it. */
export function newestOfEach<Told extends Fact>(facts: readonly Told[]): Told[] {
  const newest = new Map<string, Told>();
  for (const fact of facts) {
    const known = newest.get(fact.id);
    if (!known || known.version < fact.version) newest.set(fact.id, fact);
  }
  return [...newest.values()];
}

/** {@link newestOfEach}, with the first time at which each was told to be paid. */
export function newestInvoices(facts: readonly InvoiceFact[]): InvoiceFact[] {
  const firstPaid = new Map<string, string>();
  for (const { id, paid_at } of facts) {
    const known = firstPaid.get(id);
    if (paid_at !== null && (known === undefined || Date.parse(paid_at) < Date.parse(known)))
      firstPaid.set(id, paid_at);
  }
  return newestOfEach(facts).map((fact) => ({ ...fact, paid_at: firstPaid.get(fact.id) ?? null }));
}
