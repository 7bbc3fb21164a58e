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

/** @returns whether there may be more */
export async function advanceDue(context: CommandContext): Promise<boolean> {
  const [payments, refunds] = await runCommand(
    context,
    { action: "payment.advance", entityType: "Payment" },
    async ({ em }) =>
      [await claimDue(em, "payment_intent", batchSize), await claimDue(em, "refund", batchSize)] as const,
  );
  try {
    for (const { id } of payments) await advancePayment(context, id);
    for (const { id } of refunds) await askRefund(context, id);
  } catch (error) {
    // Those that are left are due again when their time is over.
    if (error instanceof GatewayUnavailableError) return false;
    throw error;
  }
  return payments.length === batchSize || refunds.length === batchSize;
}
