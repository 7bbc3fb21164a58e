import { CommandRefusal, type CommandUnit, knownUuid, notFound, type Reach } from "@careconnect/kit";
import { PatientRow } from "../patient/patient.entity.ts";
import { patientsWithin } from "../patient/patient.policy.ts";

/** The id of the patient to whose history something is added, if they are within `reach`. */
export async function patientOfEntry(unit: CommandUnit, patientId: string, reach: Reach): Promise<string> {
  const patient = await unit.em.findOne(PatientRow, { $and: [{ id: knownUuid(patientId) }, patientsWithin(reach)] });
  if (!patient) throw notFound("patientId");
  return patient.id;
}

/** Refuses an entry that is over before it began, naming the day that was given. */
export function requireOrder(
  [beginning, began]: readonly [string, string | null | undefined],
  [end, ended]: readonly [string, string | null | undefined],
  given: object,
): void {
  if (!began || !ended || began <= ended) return;
  const field = end in given && (given as Record<string, unknown>)[end] ? end : beginning;
  throw new CommandRefusal("VALIDATION_FAILED", [field], "It cannot be over before it began.");
}

export function overAlready(): CommandRefusal {
  return new CommandRefusal("ILLEGAL_TRANSITION", ["id"], "It is over already: correct it instead.");
}
