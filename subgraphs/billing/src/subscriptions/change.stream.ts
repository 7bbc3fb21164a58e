import {
  assertMay,
  eventStream,
  isSelfAlone,
  knownUuid,
  type LoggedEvent,
  ownRecordsOf,
  type StreamedEvent,
  type SubscriptionContext,
} from "@careconnect/kit";
import { invoiceEvents } from "../invoice/invoice.events.ts";
import { readInvoices } from "../invoice/invoice.policy.ts";

/** What a subscriber of changes may ask for. */
export interface ChangeArguments {
  readonly id?: string | null;
  readonly after?: string | null;
}

/** The changes of invoices since they were issued, of one of them if that is asked for. */
export function invoiceChanges(
  context: SubscriptionContext,
  { id, after }: ChangeArguments,
): Promise<AsyncIterable<StreamedEvent>> {
  const reach = assertMay(context, readInvoices);
  const own = new Set(ownRecordsOf(context.viewer));
  const wanted = id ? knownUuid(id) : undefined;
  const types = new Set(invoiceEvents.map(({ type }) => type));
  return eventStream(context, {
    field: "invoiceChanged",
    after,
    // The resolver decides; this spares a patient's subscription from looking up everybody else's invoices.
    wants: ({ type, aggregateId, payload }: LoggedEvent) =>
      types.has(type) &&
      (wanted === undefined || wanted === aggregateId) &&
      (!isSelfAlone(reach) || own.has(String(payload.patientId))),
  });
}
