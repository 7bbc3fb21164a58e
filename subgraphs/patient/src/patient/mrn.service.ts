import { boundOrganization } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { PatientRow } from "./patient.entity.ts";

const firstNumber = 100_001;

/**
 * Takes `count` unused medical record numbers of the organization that `em` is bound to, in the open transaction.
 * The counter's row is locked by it, so that two commands never take the same number.
 */
export async function takeMrns(em: EntityManager, count: number): Promise<string[]> {
  const taken: string[] = [];
  while (taken.length < count) {
    const missing = count - taken.length;
    const [row] = await em.execute<{ next: number }[]>(
      `insert into mrn_sequence (organization_id, next) values (?, ?)
       on conflict (organization_id) do update set next = mrn_sequence.next + ? returning next`,
      [boundOrganization(em), firstNumber + missing, missing],
    );
    const next = Number(row?.next);
    const candidates = Array.from({ length: missing }, (_, index) => String(next - missing + index));
    // A number may be in use: imported patients bring their own.
    const used = await em.find(PatientRow, { mrn: { $in: candidates } }, { fields: ["mrn"] });
    const usedNumbers = new Set(used.map((patient) => patient.mrn));
    taken.push(...candidates.filter((candidate) => !usedNumbers.has(candidate)));
  }
  return taken;
}
