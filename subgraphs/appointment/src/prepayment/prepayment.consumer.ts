import {
  CommandRefusal,
  type ConsumerDefinition,
  type ConsumerUnit,
  handling,
  runInTransaction,
  systemContext,
} from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { z } from "zod";
import { AppointmentRow } from "../booking/booking.entity.ts";
import { AppointmentStatus } from "../booking/booking.status.ts";
import { takeOwnStep } from "../booking/booking.step.ts";
import { callOff } from "../holds/hold.expiry.ts";

const paidFacts = z.object({ appointmentId: z.uuid(), paidAt: z.iso.datetime() });
const failedFacts = z.object({ appointmentId: z.uuid() });

type Own = Parameters<typeof takeOwnStep>;
type Deciding = (unit: Own[1], context: Own[2], row: AppointmentRow) => Promise<void>;

/** Decides about a visit that waits to be paid. One that does not wait any more stays as it is: then its money is given back. */
async function decide(
  { em }: ConsumerUnit,
  told: { appointmentId: string; correlationId: string },
  deciding: Deciding,
) {
  const context = systemContext(em, told.correlationId);
  const action = { action: "appointment.prepay", entityType: "Appointment" };
  await runInTransaction(em, context, action, async (unit) => {
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const row = await unit.em.findOne(AppointmentRow, { id: told.appointmentId }, { lockMode });
    if (row?.status === AppointmentStatus.REQUESTED) await deciding(unit, context, row);
  });
}

/** What was paid while its time was held stands, also when that is told later; what was not has no time any more. */
const confirmPaid =
  (paidAt: Date): Deciding =>
  async (unit, context, row) => {
    if (row.holdExpiresAt && paidAt > row.holdExpiresAt) return callOff(unit, context, [row.id]);
    try {
      await takeOwnStep("confirmPaid", unit, context, row);
    } catch (error) {
      // The patient was archived meanwhile, or the provider cannot be booked any more.
      if (!(error instanceof CommandRefusal)) throw error;
      await takeOwnStep("refuseUnpaid", unit, context, row);
    }
  };

/** Has visits that are paid in advance stand when billing tells that they are, and calls them off when they cannot be. */
export const prepaymentConsumer: ConsumerDefinition = {
  name: "prepayments",
  handles: {
    "prepayment.paid": handling(paidFacts, async (unit, events) => {
      for (const { correlationId, payload } of events)
        await decide(unit, { ...payload, correlationId }, confirmPaid(new Date(payload.paidAt)));
    }),
    "prepayment.failed": handling(failedFacts, async (unit, events) => {
      for (const { correlationId, payload } of events)
        await decide(unit, { ...payload, correlationId }, (part, context, row) =>
          takeOwnStep("refuseUnpaid", part, context, row),
        );
    }),
  },
};
