import * as z from "zod/mini";
import type { EncounterSummaryInput } from "../../graphql/graphql.ts";
import { counts, limits } from "../../graphql/limits.ts";
import { optionalText, text } from "../../lib/forms/fields.ts";
import type { UserError } from "../../lib/graphql/command.ts";

export const summaryTexts = ["complaint", "findings", "assessment", "plan"] as const;
export const prescriptionTexts = ["medication", "dosage", "instructions"] as const;

type SummaryText = (typeof summaryTexts)[number];
type PrescriptionText = (typeof prescriptionTexts)[number];

const { EncounterSummaryInput: ofSummary, PrescriptionInput: ofPrescription } = limits;

/** A prescription as it is being written. One of which nothing is written counts as none. */
const prescription = z
  .object({
    /** Stays with it while others come and go. */
    key: z.string(),
    medication: optionalText(ofPrescription.medication),
    dosage: optionalText(ofPrescription.dosage),
    instructions: optionalText(ofPrescription.instructions),
  })
  .check(
    z.refine((row) => isBlank(row) || row.medication !== undefined, {
      path: ["medication"],
      error: "visits.missing.medication",
    }),
    z.refine((row) => isBlank(row) || row.dosage !== undefined, { path: ["dosage"], error: "visits.missing.dosage" }),
  );

/** A visit's summary as it is being written. */
export const summarySchema = z.object({
  complaint: text(ofSummary.complaint, "visits.missing.complaint"),
  findings: optionalText(ofSummary.findings),
  assessment: optionalText(ofSummary.assessment),
  plan: optionalText(ofSummary.plan),
  prescriptions: z.array(prescription).check(z.maxLength(counts.EncounterSummaryInput.prescriptions.max)),
});

export type SummaryValues = z.input<typeof summarySchema>;
export type PrescriptionValues = SummaryValues["prescriptions"][number];

export const emptySummary: SummaryValues = {
  ...{ complaint: "", findings: "", assessment: "", plan: "", prescriptions: [] },
};

export function newPrescription(): PrescriptionValues {
  return { key: crypto.randomUUID(), medication: "", dosage: "", instructions: "" };
}

const required: ReadonlySet<SummaryText | PrescriptionText> = new Set(["complaint", "medication", "dosage"] as const);

export function isRequired(name: SummaryText | PrescriptionText): boolean {
  return required.has(name);
}

/** Whether closing it would lose something. */
export function isWritten(values: SummaryValues): boolean {
  return summaryTexts.some((name) => values[name].trim() !== "") || !values.prescriptions.every(isBlank);
}

export function inputOf({ prescriptions, ...texts }: z.output<typeof summarySchema>): EncounterSummaryInput {
  return {
    ...texts,
    prescriptions: prescriptions.flatMap(({ medication, dosage, instructions }) =>
      medication === undefined || dosage === undefined ? [] : [{ medication, dosage, instructions }],
    ),
  };
}

/** The field that a refusal is about: `summary.prescriptions.1.dosage` is of the second prescription that was sent. */
export function placeOf({ field }: UserError, { prescriptions }: SummaryValues): string | undefined {
  const [root, name, index, part] = field ?? [];
  if (root !== "summary") {
    return undefined;
  }
  if (name !== "prescriptions") {
    return summaryTexts.find((known) => known === name);
  }
  const sent = prescriptions.flatMap((row, place) => (isBlank(row) ? [] : [place]))[Number(index)];
  return sent === undefined || part === undefined ? undefined : `prescriptions.${sent}.${part}`;
}

function isBlank(row: { readonly [Name in PrescriptionText]: string | undefined }): boolean {
  return prescriptionTexts.every((name) => (row[name] ?? "").trim() === "");
}
