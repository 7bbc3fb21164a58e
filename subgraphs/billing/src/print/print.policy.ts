import { by, Role, type Rule } from "@careconnect/kit";

/** What was paid stands on it, too: it is for the front desk, and for whom it charges. */
export const printInvoices: Rule = {
  action: "invoice.print",
  may: { ...by("organization", Role.ADMIN, Role.STAFF), PATIENT: "self" },
  subjectTo: ["location"],
};
