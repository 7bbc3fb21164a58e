import { assertMay, type RequestContext } from "@careconnect/kit";
import { isHeld } from "../booking/booking.guards.ts";
import { readAppointments } from "../booking/booking.policy.ts";
import { readAppointment } from "../booking/booking.service.ts";
import { actorOf, stepFrom } from "../booking/transition.ts";
import { type CancellationCost, costOfCancelling } from "./cancellation.cost.ts";

/** What it would cost the patient to call the visit off now; null when the viewer may not see it or it cannot be. */
export async function previewCancellation(context: RequestContext, id: string): Promise<CancellationCost | null> {
  const row = await readAppointment(context, id);
  if (!row) return null;
  const em = context.em.fork();
  const who = await actorOf(em, assertMay(context, readAppointments), row);
  const step = stepFrom("cancelAppointment", row.status, who);
  const isTooLate =
    (step?.guards.includes("notBegun") && row.startsAt <= new Date()) ||
    (step?.guards.includes("held") && !isHeld(row));
  return step === undefined || isTooLate ? null : costOfCancelling(em, row);
}
