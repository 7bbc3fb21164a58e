import { assertMay, knownUuid, type ReferenceResolver, reachesPatient } from "@careconnect/kit";
import { readAppointments } from "../booking/booking.policy.ts";

/** A patient as this subgraph knows one: by id alone; null for one whose appointments the viewer may not see. */
export const resolvePatient: ReferenceResolver = async ({ id }, context) => {
  const reach = assertMay(context, readAppointments);
  return reachesPatient(reach, knownUuid(id)) ? { id } : null;
};
