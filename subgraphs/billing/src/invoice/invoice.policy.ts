import { by, clinicRoles, type Reach, type Rule, rowsWithin } from "@careconnect/kit";
import { careTables } from "../references/care.tables.ts";

/** The clinic's staff read every invoice of their organization; a patient reads their own. */
export const readInvoices: Rule = {
  action: "invoice.read",
  may: { ...by("organization", ...clinicRoles), PATIENT: "self" },
};

/** The invoices within `reach`. */
export function invoicesWithin(reach: Reach) {
  return rowsWithin(reach, { patient: "patientId", care: careTables });
}
