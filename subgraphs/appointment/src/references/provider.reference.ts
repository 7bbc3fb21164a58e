import { type ReferenceResolver, reachOf } from "@careconnect/kit";
import { readAppointments } from "../booking/booking.policy.ts";

/** A provider as this subgraph knows one: by id alone. The lists below it hold what the viewer may see. */
export const resolveProvider: ReferenceResolver = async ({ id }, context) => {
  return reachOf(context.viewer, readAppointments).length > 0 ? { id } : null;
};
