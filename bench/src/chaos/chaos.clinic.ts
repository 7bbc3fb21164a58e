import type { InvoiceRow } from "@careconnect/dev/import/canonical.rows";
import { importedId } from "@careconnect/kit";
import type { GeneratedClinic } from "../clinic/clinic.rows.ts";

/** The demo's organization, into which the clinic is imported. */
export const organizationId = "0199a000-0000-7000-8000-000000000001";
const days = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"] as const;
const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** What a visit costs, in cents. */
export const price = 12_000;

/** Visits that one provider has, one after the other. */
const visitsEach = 2;

/** The demo's doctor, whose account begins and completes visits. */
export const doctor = importedId(organizationId, "provider", "demo-provider-1");

/** A patient for each visit, and providers who work day and night. */
export function chaosClinic(visits: number): GeneratedClinic {
  const providers = Math.ceil(visits / visitsEach);
  return {
    locations: [{ line: 1, externalId: "chaos-location", name: "Chaos location", timeZone: "UTC" }],
    providers: Array.from({ length: providers }, (_, index) => ({
      line: index + 1,
      externalId: `chaos-provider-${index}`,
      givenName: "Chaos",
      familyName: `Provider ${index}`,
      specialties: [{ code: "GENERAL_PRACTICE", name: "General Practice" }],
      locationExternalIds: ["chaos-location"],
      timeZone: "UTC",
      weekly: days.map((day) => ({ day, from: "00:00", to: "24:00" })),
    })),
    patients: Array.from({ length: visits }, (_, index) => ({
      line: index + 1,
      externalId: `chaos-patient-${index}`,
      givenName: "Chaos",
      familyName: `Patient ${index}`,
      birthDate: "1980-01-01",
      timeZone: "UTC",
    })),
    appointments: [],
    invoices: [],
  };
}

/** An invoice of each patient from the system before: at first all of it is owed, `isPaid` says what of it is not any more. */
export function historicInvoices(visits: number, isPaid: (index: number) => boolean): InvoiceRow[] {
  const amount = 8_000;
  return Array.from({ length: visits }, (_, index) => ({
    line: index + 1,
    externalId: `chaos-invoice-${index}`,
    patientExternalId: `chaos-patient-${index}`,
    status: isPaid(index) ? "PAID" : "ISSUED",
    currency: "USD",
    issuedAt: "2025-03-01T12:00:00Z",
    total: amount,
    payerShare: 0,
    balance: isPaid(index) ? 0 : amount,
    lines: [{ description: "Office visit", quantity: 1, unitAmount: amount, amount }],
  }));
}

export const invoiceOf = (index: number) => importedId(organizationId, "invoice", `chaos-invoice-${index}`);
export const patientOf = (index: number) => importedId(organizationId, "patient", `chaos-patient-${index}`);
export const providerOf = (index: number) =>
  importedId(organizationId, "provider", `chaos-provider-${Math.floor(index / visitsEach)}`);

/** When the visit of this number is: so soon that it can begin, or in some days, when those of one provider never meet. */
export function startOf(index: number, now: Date, isSoon: boolean): string {
  const first = Math.ceil(now.getTime() / minuteMs) * minuteMs;
  return new Date(first + (isSoon ? 30 * minuteMs : 5 * dayMs + (index % visitsEach) * hourMs)).toISOString();
}
