import { RejectedRow } from "./row.rejection.ts";
import { readSyntheaFile, type SyntheaFolder } from "./synthea.folder.ts";

/**
 * The ids of claims by encounter, in the order of the file. A claim of an encounter that did not go in is told to
 * `onRejected` and left out.
 */
export async function readClaims(
  folder: SyntheaFolder,
  appointments: ReadonlySet<string>,
  onRejected: (line: number, rejection: RejectedRow) => void,
): Promise<Map<string, string[]>> {
  const claims = new Map<string, string[]>();
  const seen = new Set<string>();
  for await (const record of readSyntheaFile(folder, "claims.csv")) {
    try {
      const fields = record.fields();
      const id = fields.requiredText("Id");
      if (seen.has(id)) throw new RejectedRow("CONFLICT", "Id", "an earlier row has the same");
      const encounter = fields.requiredText("APPOINTMENTID");
      if (!appointments.has(encounter)) {
        throw new RejectedRow(
          "NOT_FOUND",
          "APPOINTMENTID",
          `none of the appointments that went in has the id ${encounter}`,
        );
      }
      seen.add(id);
      const siblings = claims.get(encounter);
      if (siblings) siblings.push(id);
      else claims.set(encounter, [id]);
    } catch (cause) {
      if (!(cause instanceof RejectedRow)) throw cause;
      onRejected(record.line, cause);
    }
  }
  return claims;
}
