import { type CommandContext, inEachOrganization, type RecurringTask, runCommand } from "@careconnect/kit";
import { findGateway, GatewayUnavailableError } from "./gateway.client.ts";
import { claimDue, forgetHeeded, organizationsWithDuePayments } from "./gateway.query.ts";
import { advancePayment } from "./payment.progress.ts";
import { askRefund } from "./refund.progress.ts";

const batchSize = 20;

/** Ends what whoever began it has left in between, and asks the gateway what its webhooks did not tell. */
export const gatewayTask: RecurringTask = {
  name: "payment-gateway",
  everySeconds: 5,
  async run(services) {
    if (!findGateway()) return;
    const organizationIds = await organizationsWithDuePayments(services.orm);
    await inEachOrganization(services, "payment-gateway", organizationIds, advanceDue);
    await forgetHeeded(services.orm);
  },
};

/**
 * One that cannot be asked about keeps none of the others waiting; the run has failed all the same.
 * @returns whether there may be more
 */
export async function advanceDue(context: CommandContext): Promise<boolean> {
  const [payments, refunds] = await runCommand(
    context,
    { action: "payment.advance", entityType: "Payment" },
    async ({ em }) =>
      [await claimDue(em, "payment_intent", batchSize), await claimDue(em, "refund", batchSize)] as const,
  );
  const faults: unknown[] = [];
  for (const [due, ask] of [
    [payments, advancePayment],
    [refunds, askRefund],
  ] as const)
    for (const { id } of due)
      try {
        await ask(context, id);
      } catch (fault) {
        // Those that are left are due again when their time is over.
        if (fault instanceof GatewayUnavailableError) return false;
        faults.push(fault);
      }
  if (faults.length > 0) throw faults[0];
  return payments.length === batchSize || refunds.length === batchSize;
}
