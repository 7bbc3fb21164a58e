import { clinicRoles, type Reach, type Rule, rowsWithin } from "@careconnect/kit";

/** The clinic's staff read every invoice of their organization; a patient reads their own. */
export const readInvoices: Rule = { action: "invoice.read", organization: clinicRoles, self: true };

/** The invoices within `reach`. */
export function invoicesWithin(reach: Reach) {
  return rowsWithin(reach, { self: (patientId) => ({ patientId }) });
}
