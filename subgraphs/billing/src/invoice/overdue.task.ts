import { type CommandContext, inEachOrganization, type RecurringTask, runCommand } from "@careconnect/kit";
import { movementsOf } from "../ledger/ledger.query.ts";
import { receivedOf } from "../ledger/posting.ts";
import { InvoiceRow } from "./invoice.entity.ts";
import { invoiceOverdue } from "./invoice.events.ts";
import { statusAfter } from "./invoice.transition.ts";
import { dueInvoices, organizationsWithDue } from "./overdue.query.ts";

const batchSize = 100;

/** Invoices of which something is owed when they are due are OVERDUE. */
export const overdueTask: RecurringTask = {
  name: "overdue-invoices",
  everySeconds: 60,
  async run(services) {
    const now = new Date();
    const organizationIds = await organizationsWithDue(services.orm, now);
    await inEachOrganization(services, "overdue-invoices", organizationIds, (context) => fallDue(context, now));
  },
};

/** @returns whether there may be more */
async function fallDue(context: CommandContext, now: Date): Promise<boolean> {
  return runCommand(context, { action: "invoice.fall_due", entityType: "Invoice" }, async (unit) => {
    const ids = await dueInvoices(unit.em, now, batchSize);
    const movements = await movementsOf(unit.em, ids);
    for (const invoice of await unit.em.find(InvoiceRow, { id: { $in: ids } })) {
      invoice.status = statusAfter("fallDue", invoice.status);
      unit.emit(() => invoiceOverdue(invoice, receivedOf(movements.get(invoice.id))));
      unit.touch(invoice.id, invoice.patientId);
    }
    return ids.length === batchSize;
  });
}
