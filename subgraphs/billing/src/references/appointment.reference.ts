import type { ReferenceResolver } from "@careconnect/kit";
import { readInvoiceOf } from "../invoice/invoice.service.ts";

/** An appointment as this subgraph knows one: through its invoice; null without one that the viewer may see. */
export const resolveAppointment: ReferenceResolver = async ({ id }, context) =>
  (await readInvoiceOf(context, id)) ? { id } : null;
