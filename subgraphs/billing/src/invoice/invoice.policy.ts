import { by, organizationRoles, type Reach, type Rule, rowsWithin } from "@careconnect/kit";
import { careTables } from "../references/care.tables.ts";

/**
 * Administration and nurses read every invoice of their organization, a provider those of patients in their care, a
 * patient their own. An emergency opens none: it is no matter of money.
 */
export const readInvoices: Rule = {
  action: "invoice.read",
  may: { ...by("organization", ...organizationRoles), PROVIDER: ["care", "grant"], PATIENT: "self" },
  subjectTo: ["consent", "location"],
  delegated: ["invoices.read"],
};

/** The invoices within `reach`. */
export function invoicesWithin(reach: Reach) {
  return rowsWithin(reach, { patient: "patientId", care: careTables });
}
