import { by, isOrganizationWide, organizationRoles, type Reach, Role, type Rule, rowsWithin } from "@careconnect/kit";
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

/** What somebody owes is written down by those who keep the books: nobody does so for themselves. */
export const changeInvoices: Rule = {
  action: "invoice.change",
  may: by("organization", Role.ADMIN, Role.STAFF),
  subjectTo: ["location"],
};

/** The invoices within `reach`: those alone that were ever issued for who does not see the whole organization's. */
export function invoicesWithin(reach: Reach): object {
  const within = rowsWithin(reach, { patient: "patientId", care: careTables });
  return isOrganizationWide(reach) ? within : { $and: [within, { issuedAt: { $ne: null } }] };
}
