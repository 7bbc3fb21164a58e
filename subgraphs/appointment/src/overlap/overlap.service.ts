import { assertMay, defineLoader, groupedInOrderOf, type RequestContext } from "@careconnect/kit";
import type { AppointmentRow } from "../booking/booking.entity.ts";
import { readAppointments } from "../booking/booking.policy.ts";
import { readAppointment } from "../booking/booking.service.ts";
import { overlapsOf } from "./overlap.query.ts";

/** How many are answered for one visit. */
const mostOverlaps = 20;

/** The visits at the same time as one that the viewer sees, of the same patient, as far as the viewer may see them. */
export async function listOverlapping(context: RequestContext, appointmentId: string): Promise<AppointmentRow[]> {
  assertMay(context, readAppointments);
  const overlaps = (await overlapsByAppointment(context).load(appointmentId)) ?? [];
  const visits = await Promise.all(overlaps.map(({ otherId }) => readAppointment(context, otherId)));
  return visits.filter((visit) => visit !== null).slice(0, mostOverlaps);
}

const overlapsByAppointment = defineLoader<string, { readonly id: string; readonly otherId: string }[]>(
  async (context, appointmentIds) => {
    assertMay(context, readAppointments);
    return groupedInOrderOf(appointmentIds, await overlapsOf(context.em.fork(), appointmentIds), ({ id }) => id);
  },
);
