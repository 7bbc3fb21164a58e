import type { EncounterSummaryInput } from "../../graphql/graphql.ts";
import type { UserError } from "../../lib/graphql/command.ts";
import { refusalText } from "../../lib/graphql/refusal-text.ts";
import type { Translate } from "../../lib/i18n/texts.ts";

export const summaryTexts = ["complaint", "findings", "assessment", "plan"] as const;
export const prescriptionTexts = ["medication", "dosage", "instructions"] as const;

type SummaryText = (typeof summaryTexts)[number];
type PrescriptionText = (typeof prescriptionTexts)[number];

// What the schema asks for; the server decides in any case.
const requiredTexts = ["complaint"] as const;
const requiredOfPrescription = ["medication", "dosage"] as const;

export const longest: Readonly<Record<SummaryText | PrescriptionText, number>> = {
  complaint: 10_000,
  findings: 10_000,
  assessment: 10_000,
  plan: 10_000,
  medication: 200,
  dosage: 500,
  instructions: 1_000,
};

export const mostPrescriptions = 50;

/** A prescription as it is being written. The key stays with it while others come and go. */
export type PrescriptionDraft = { readonly key: string } & Readonly<Record<PrescriptionText, string>>;

/** A visit's summary as it is being written. */
export type SummaryDraft = Readonly<Record<SummaryText, string>> & {
  readonly prescriptions: readonly PrescriptionDraft[];
};

export function isRequired(name: SummaryText | PrescriptionText): boolean {
  return [...requiredTexts, ...requiredOfPrescription].some((required) => required === name);
}

export const emptyDraft: SummaryDraft = { complaint: "", findings: "", assessment: "", plan: "", prescriptions: [] };

export function newPrescription(): PrescriptionDraft {
  return { key: crypto.randomUUID(), medication: "", dosage: "", instructions: "" };
}

/** Whether closing it would lose something. */
export function isWritten(draft: SummaryDraft): boolean {
  return summaryTexts.some((name) => !isBlank(draft[name])) || writtenPrescriptions(draft).length > 0;
}

/** What is wrong, by the place where it is said: a text's name, a prescription's {@link placeOf}, or `form`. */
export type Problems = Readonly<Record<string, string>>;

export function placeOf({ key }: PrescriptionDraft, name: PrescriptionText): string {
  return `${key}.${name}`;
}

/** What has to be written yet. A prescription of which nothing is written counts as none. */
export function missingIn(draft: SummaryDraft, t: Translate): Problems {
  const texts = requiredTexts
    .filter((name) => isBlank(draft[name]))
    .map((name) => [name, t(`visits.missing.${name}`)] as const);
  const ofPrescriptions = writtenPrescriptions(draft).flatMap((prescription) =>
    requiredOfPrescription
      .filter((name) => isBlank(prescription[name]))
      .map((name) => [placeOf(prescription, name), t(`visits.missing.${name}`)] as const),
  );
  return Object.fromEntries([...texts, ...ofPrescriptions]);
}

/** The problems of the texts that nobody has touched since. */
export function openProblems(problems: Problems, before: SummaryDraft, after: SummaryDraft): Problems {
  const [old, now] = [textsByPlace(before), textsByPlace(after)];
  return Object.fromEntries(
    Object.entries(problems).filter(([place]) => now.has(place) && now.get(place) === old.get(place)),
  );
}

function textsByPlace(draft: SummaryDraft): ReadonlyMap<string, string> {
  return new Map([
    ...summaryTexts.map((name) => [name, draft[name]] as const),
    ...draft.prescriptions.flatMap((prescription) =>
      prescriptionTexts.map((name) => [placeOf(prescription, name), prescription[name]] as const),
    ),
  ]);
}

export function inputOf(draft: SummaryDraft): EncounterSummaryInput {
  return {
    complaint: draft.complaint.trim(),
    ...textOf(draft, "findings"),
    ...textOf(draft, "assessment"),
    ...textOf(draft, "plan"),
    prescriptions: writtenPrescriptions(draft).map((prescription) => ({
      medication: prescription.medication.trim(),
      dosage: prescription.dosage.trim(),
      ...textOf(prescription, "instructions"),
    })),
  };
}

/** Refusals at the fields that they are about: `summary.prescriptions.1.dosage` is the second one that was sent. */
export function problemsOf(errors: readonly UserError[], draft: SummaryDraft, t: Translate): Problems {
  const problems: Record<string, string> = {};
  for (const error of errors) {
    problems[placeAt(error.field ?? [], draft) ?? "form"] ??= refusalText(error, t);
  }
  return problems;
}

function placeAt([root, name, index, ofPrescription]: readonly string[], draft: SummaryDraft): string | undefined {
  if (root !== "summary") {
    return undefined;
  }
  if (name !== "prescriptions") {
    return summaryTexts.find((known) => known === name);
  }
  const prescription = writtenPrescriptions(draft)[Number(index)];
  const text = prescriptionTexts.find((known) => known === ofPrescription);
  return prescription && text && placeOf(prescription, text);
}

function writtenPrescriptions({ prescriptions }: SummaryDraft): readonly PrescriptionDraft[] {
  return prescriptions.filter((prescription) => prescriptionTexts.some((name) => !isBlank(prescription[name])));
}

function textOf<Name extends string>(from: Readonly<Record<Name, string>>, name: Name): { [Key in Name]?: string } {
  return isBlank(from[name]) ? {} : ({ [name]: from[name].trim() } as { [Key in Name]?: string });
}

function isBlank(text: string): boolean {
  return text.trim() === "";
}
