import { z } from "zod";
import type { ConsultationState } from "./consultation.loader.ts";
import type { EncounterSummary } from "./consultation.type.ts";

const text = (longest: number) =>
  z
    .string()
    .trim()
    .min(1, "must not be empty")
    .max(longest, `must have ${longest.toLocaleString("en")} characters at most`);

const prescription = z.object({
  medication: text(200),
  dosage: text(500),
  instructions: text(1_000)
    .nullish()
    .transform((instructions) => instructions ?? null),
});

/** What a provider writes at the end of a visit, checked. */
export const summarySchema = z.object({
  complaint: text(10_000),
  findings: text(10_000).nullish(),
  assessment: text(10_000).nullish(),
  plan: text(10_000).nullish(),
  prescriptions: z.array(prescription).max(50, "must be 50 at most").nullish(),
});

type CheckedSummary = z.output<typeof summarySchema>;

/** A summary as the columns of its consultation hold it. */
export function summaryColumns({ prescriptions, ...texts }: CheckedSummary) {
  return {
    complaint: texts.complaint,
    findings: texts.findings ?? null,
    assessment: texts.assessment ?? null,
    plan: texts.plan ?? null,
    prescriptions: JSON.stringify(prescriptions ?? []),
  };
}

/** The summary of a consultation; null while it has none. */
export function summaryOf(row: ConsultationState): EncounterSummary | null {
  const { complaint, findings, assessment, plan, prescriptions } = row;
  if (complaint == null) return null;
  return {
    complaint,
    findings: findings ?? null,
    assessment: assessment ?? null,
    plan: plan ?? null,
    prescriptions: z.array(prescription).parse(JSON.parse(prescriptions ?? "[]")),
  };
}
