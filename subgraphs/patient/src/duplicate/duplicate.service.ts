import { assertMay, BadUserInputError, defineLoader, type RequestContext, reachOf } from "@careconnect/kit";
import { PatientRow } from "../patient/patient.entity.ts";
import { patientsWithin } from "../patient/patient.policy.ts";
import { candidatesFor } from "./candidate.query.ts";
import { readDuplicates } from "./duplicate.policy.ts";
import { type Compared, type Score, scoreOf } from "./duplicate.score.ts";
import { possibleFrom } from "./likeness.weights.ts";

/** How many are answered for one patient at most. */
const mostDuplicates = 50;

/** Another patient who may be the same person. */
export interface DuplicateFound extends Score {
  readonly patient: PatientRow;
}

/** Who may be the same person as a patient, the likeliest first; null for who may not know. */
export async function listDuplicates(
  context: RequestContext,
  patient: PatientRow,
  first: number,
): Promise<DuplicateFound[] | null> {
  if (first < 0 || first > mostDuplicates) {
    throw new BadUserInputError(`\`first\` must be between 0 and ${mostDuplicates}.`, ["first"]);
  }
  if (reachOf(context.viewer, readDuplicates).length === 0) return null;
  const found = (await duplicatesOf(context).load(patient)) ?? [];
  const shown = found.slice(0, first);
  context.audit.read({
    action: readDuplicates.action,
    entityType: "Patient",
    records: shown.map((duplicate) => duplicate.patient),
  });
  return shown;
}

const duplicatesOf = defineLoader<PatientRow, DuplicateFound[]>(async (context, patients) => {
  const reach = assertMay(context, readDuplicates);
  const em = context.em.fork();
  const candidates = await candidatesFor(em, patients);
  const ids = [...new Set(candidates.map(({ id }) => id))];
  const others =
    ids.length === 0 ? [] : await em.find(PatientRow, { $and: [{ id: { $in: ids } }, patientsWithin(reach)] });
  const otherById = new Map(others.map((row) => [row.id, row]));
  const bySubject = Map.groupBy(candidates, ({ subjectId }) => subjectId);
  return patients.map((patient) =>
    (bySubject.get(patient.id) ?? [])
      .flatMap((candidate) => {
        const other = otherById.get(candidate.id);
        return other ? [{ patient: other, ...scoreOf(comparedOf(patient), comparedOf(other), candidate) }] : [];
      })
      .filter(({ points }) => points >= possibleFrom)
      .sort((one, other) => other.points - one.points || (one.patient.id < other.patient.id ? -1 : 1)),
  );
});

function comparedOf(row: PatientRow): Compared {
  return {
    given: row.givenNameFolded,
    family: row.familyNameFolded,
    birthDate: row.birthDate,
    gender: row.gender ?? null,
  };
}
