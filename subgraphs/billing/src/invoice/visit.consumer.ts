import {
  type ConsumerDefinition,
  type ConsumerUnit,
  handling,
  runInTransaction,
  systemContext,
  VisitType,
} from "@careconnect/kit";
import { z } from "zod";
import { beginPrepayment } from "../prepayment/prepayment.begin.ts";
import { followConfirmation } from "../prepayment/prepayment.progress.ts";
import { reversePrepayment } from "../prepayment/prepayment.reversal.ts";
import { lockToPrice } from "../references/pricing.lock.ts";
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

const requestFacts = visitFacts.extend({ prepayUntil: z.iso.datetime().nullish() });

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
  const own = events.filter(({ imported }) => !imported);
  await lockToPrice(em, {
    patientIds: own.map(({ payload }) => payload.patientId),
    providerIds: own.map(({ payload }) => payload.providerId),
  });
  for (const { correlationId, payload } of own) {
    const visit = { ...payload, startsAt: new Date(payload.startsAt) } as unknown as Payload & BilledVisit;
    await runInTransaction(em, systemContext(em, correlationId), drafting, (unit) => draft(unit, visit));
  }
}

/** What of visits is to be paid: those that took place, those that are paid in advance, and fees for what was called off late. */
export const visitConsumer: ConsumerDefinition = {
  name: "invoices",
  handles: {
    "appointment.requested": handling(requestFacts, (unit, events) =>
      eachVisit(unit, events, async (drafting, { prepayUntil, ...visit }) => {
        if (prepayUntil) await beginPrepayment(drafting, visit, new Date(prepayUntil));
      }),
    ),
    "appointment.confirmed": handling(visitFacts, (unit, events) =>
      eachVisit(unit, events, (drafting, { appointmentId }) => followConfirmation(drafting, appointmentId)),
    ),
    "appointment.fulfilled": handling(visitFacts, (unit, events) =>
      eachVisit(unit, events, (drafting, visit) => draftVisit(drafting, visit)),
    ),
    "appointment.cancelled": handling(cancellationFacts, (unit, events) =>
      eachVisit(unit, events, async (drafting, { cancellation, ...visit }) => {
        const fee = cancellation?.fee && cancellation.fee.amount > 0 ? cancellation.fee : null;
        if (await reversePrepayment(drafting, visit, fee)) return;
        if (fee) await draftFee(drafting, visit, fee);
      }),
    ),
  },
};
