import {
  type CommandContext,
  describeFault,
  inEachOrganization,
  type RecurringTask,
  runCommand,
  type TaskServices,
} from "@careconnect/kit";
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
    await inEachOrganization(services, "payment-gateway", organizationIds, (context) =>
      advanceDue(context, services.log),
    );
    await forgetHeeded(services.orm);
  },
};

/**
 * One that cannot be asked about keeps none of the others waiting; which it is, is in the log, and the run has failed all the same.
 * @returns whether there may be more
 */
export async function advanceDue(context: CommandContext, log: TaskServices["log"]): Promise<boolean> {
  const [payments, refunds] = await runCommand(
    context,
    { action: "payment.advance", entityType: "Payment" },
    async ({ em }) =>
      [await claimDue(em, "payment_intent", batchSize), await claimDue(em, "refund", batchSize)] as const,
  );
  const due = [
    ...payments.map(({ id }) => ({ named: { paymentId: id }, ask: () => advancePayment(context, id) })),
    ...refunds.map(({ id }) => ({ named: { refundId: id }, ask: () => askRefund(context, id) })),
  ];
  const faults: unknown[] = [];
  let isAway = false;
  for (const { named, ask } of due)
    try {
      await ask();
    } catch (fault) {
      isAway = fault instanceof GatewayUnavailableError;
      // Those that are left are due again when their time is over.
      if (isAway) break;
      log.error({ ...named, fault: describeFault(fault) }, "the gateway cannot be asked about this; it is tried again");
      faults.push(fault);
    }
  if (faults.length > 0) throw faults[0];
  return !isAway && (payments.length === batchSize || refunds.length === batchSize);
}
