import { awaitFact, type CommandContext, type Reach, rowsWithin } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { RateableVisit } from "./rateable-visit.entity.ts";

/** A visit that took place, of a patient within `reach`; null when none is known. */
export function findVisit(em: EntityManager, appointmentId: string, reach: Reach): Promise<RateableVisit | null> {
  return em.findOne(RateableVisit, { $and: [{ appointmentId }, rowsWithin(reach, { patient: "patientId" })] });
}

/** Waits for a visit that took place a moment ago: just as long for somebody else's as for one that there is not. */
export function awaitVisit({ em }: CommandContext, appointmentId: string, reach: Reach): Promise<void> {
  return awaitFact(async () => (await findVisit(em.fork(), appointmentId, reach)) !== null);
}
