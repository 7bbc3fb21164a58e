import {
  type ConsumerDefinition,
  type ConsumerUnit,
  handling,
  runInTransaction,
  systemContext,
  VisitType,
} from "@careconnect/kit";
import { z } from "zod";
import { type BilledVisit, draftFee, draftVisit } from "./invoice.draft.ts";

const visitFacts = z.object({
  appointmentId: z.uuid(),
  patientId: z.uuid(),
  providerId: z.uuid(),
  startsAt: z.iso.datetime(),
  visitType: z.enum(VisitType),
});

const cancellationFacts = visitFacts.extend({
  cancellation: z.object({ fee: z.object({ amount: z.int(), currency: z.string() }).nullable() }).nullable(),
});

const drafting = { action: "invoice.draft", entityType: "Invoice" };

interface ToldVisit extends Omit<BilledVisit, "startsAt"> {
  readonly startsAt: string;
}

/** The visits that these events are about, without imported history, which was billed where it was. */
async function eachVisit<Payload extends ToldVisit>(
  { em }: ConsumerUnit,
  events: readonly { readonly imported: boolean; readonly correlationId: string; readonly payload: Payload }[],
  draft: (unit: Parameters<typeof draftVisit>[0], visit: Payload & BilledVisit) => Promise<unknown>,
): Promise<void> {
  for (const { imported, correlationId, payload } of events) {
    if (imported) continue;
    const visit = { ...payload, startsAt: new Date(payload.startsAt) } as unknown as Payload & BilledVisit;
    await runInTransaction(em, systemContext(em, correlationId), drafting, (unit) => draft(unit, visit));
  }
}

/** Makes the drafts of invoices: of visits that took place, and of fees for visits that were called off late. */
export const visitConsumer: ConsumerDefinition = {
  name: "invoices",
  handles: {
    "appointment.fulfilled": handling(visitFacts, (unit, events) => eachVisit(unit, events, draftVisit)),
    "appointment.cancelled": handling(cancellationFacts, (unit, events) =>
      eachVisit(unit, events, async (drafting, { cancellation, ...visit }) => {
        if (cancellation?.fee && cancellation.fee.amount > 0) await draftFee(drafting, visit, cancellation.fee);
      }),
    ),
  },
};
