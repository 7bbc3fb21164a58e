import { by, clinicRoles, Role, type Rule } from "@careconnect/kit";

/** A payer is no patient data: a patient reads who pays a share of their invoice, or covers them. */
export const readPayers: Rule = {
  action: "payer.read",
  may: by("organization", ...clinicRoles, Role.PATIENT),
  delegated: ["invoices.read"],
};
