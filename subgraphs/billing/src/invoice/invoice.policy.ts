import { clinicRoles, type Reach, type Rule } from "@careconnect/kit";

/** The clinic's staff read every invoice of their organization; a patient reads their own. */
export const readInvoices: Rule = { action: "invoice.read", organization: clinicRoles, self: true };

/** The invoices within `reach`. */
export function invoicesWithin(reach: Reach) {
  return reach.kind === "self" ? { patientId: reach.patientId } : {};
}

/** Whether the invoices of this patient are within `reach`. */
export function reachesPatient(reach: Reach, patientId: string): boolean {
  return reach.kind === "organization" || reach.patientId === patientId;
}
