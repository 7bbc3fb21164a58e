import type { CommandOutcome, RequestContext, UserError } from "@careconnect/kit";
import type { PatientRow } from "./patient.entity.ts";
import { patientById } from "./patient.loader.ts";
import { readPatient } from "./patient.service.ts";

export interface PatientPayload {
  readonly patient: PatientRow | null;
  readonly userErrors: readonly UserError[];
}

/** The patient is read anew, so that a replayed answer shows what may be seen now. */
export async function patientPayload(
  context: RequestContext,
  command: Promise<CommandOutcome>,
): Promise<PatientPayload> {
  const { id, userErrors } = await command;
  if (id === null) return { patient: null, userErrors };
  // An earlier mutation of the same operation may have loaded the patient as it was then, by any id.
  patientById(context).clearAll();
  return { patient: await readPatient(context, id), userErrors };
}
