import { assertMay, knownUuid, type ReferenceResolver, reachesPatient } from "@careconnect/kit";
import { readInvoices } from "../invoice/invoice.policy.ts";

/** A patient as this subgraph knows one: by id alone; null for one whose invoices the viewer may not see. */
export const resolvePatient: ReferenceResolver = async ({ id }, context) => {
  const reach = assertMay(context, readInvoices);
  return reachesPatient(reach, knownUuid(id)) ? { id } : null;
};
