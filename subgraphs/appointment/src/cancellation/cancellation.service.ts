import type { RequestContext } from "@careconnect/kit";
import { readAppointment } from "../booking/booking.service.ts";
import { transitions } from "../booking/transition.table.ts";
import { type CancellationCost, costOfCancelling } from "./cancellation.cost.ts";

/** What it would cost the patient to call the visit off now; null when the viewer may not see it or it cannot be. */
export async function previewCancellation(context: RequestContext, id: string): Promise<CancellationCost | null> {
  const row = await readAppointment(context, id);
  const possible = transitions.some(({ command, from }) => command === "cancelAppointment" && from === row?.status);
  if (!row || !possible) return null;
  return costOfCancelling(context.em.fork(), row);
}
