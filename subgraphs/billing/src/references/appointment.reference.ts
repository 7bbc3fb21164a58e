import { referenceBy } from "@careconnect/kit";
import { readInvoices } from "../invoice/invoice.policy.ts";
import { readInvoiceOf } from "../invoice/invoice.service.ts";

/** An appointment as this subgraph knows one: through its invoice; null without one that the viewer may see. */
export const resolveAppointment = referenceBy(readInvoices, async (context, id) =>
  (await readInvoiceOf(context, id)) ? { id } : null,
);
