import { expect, test } from "vitest";
import { english } from "../../testing/english.ts";
import {
  emptyDraft,
  inputOf,
  isWritten,
  missingIn,
  newPrescription,
  openProblems,
  placeOf,
  problemsOf,
} from "./summary-draft.ts";

const t = english;
const blank = newPrescription();
const amoxicillin = { ...newPrescription(), medication: " Amoxicillin 500 mg ", dosage: "1 every 8 hours" };
const draft = { ...emptyDraft, complaint: " Cough ", plan: "Rest", prescriptions: [blank, amoxicillin] };

test("blank texts and rows are not sent, and nothing is sent with spaces around it", () => {
  expect(inputOf(draft)).toEqual({
    complaint: "Cough",
    plan: "Rest",
    prescriptions: [{ medication: "Amoxicillin 500 mg", dosage: "1 every 8 hours" }],
  });
});

test("a row that was added and left blank is nothing that closing would lose", () => {
  expect(isWritten({ ...emptyDraft, complaint: "  ", prescriptions: [blank] })).toBe(false);
  expect(isWritten({ ...emptyDraft, prescriptions: [amoxicillin] })).toBe(true);
  expect(isWritten({ ...emptyDraft, findings: "x" })).toBe(true);
});

test("the complaint is needed, and of a prescription that was begun the medicine and its dosage", () => {
  const begun = { ...newPrescription(), instructions: "With food" };
  expect(missingIn(draft, t)).toEqual({});
  expect(missingIn({ ...emptyDraft, prescriptions: [blank, begun] }, t)).toEqual({
    complaint: "Write down what the patient came with.",
    [placeOf(begun, "medication")]: "Name the medicine and its strength.",
    [placeOf(begun, "dosage")]: "Say how much, how often and how long.",
  });
});

test("refusals find the row that was sent, whatever blank rows stand before it", () => {
  const refusal = (...field: string[]) => ({ code: "VALIDATION_FAILED", field, message: field.join(".") });
  const errors = [
    refusal("summary", "prescriptions", "0", "dosage"),
    refusal("summary", "findings"),
    refusal("summary", "prescriptions"),
    { code: "ILLEGAL_TRANSITION", field: ["id"], message: "In English." },
  ];
  expect(problemsOf(errors, draft, t)).toEqual({
    [placeOf(amoxicillin, "dosage")]: "summary.prescriptions.0.dosage",
    findings: "summary.findings",
    form: "summary.prescriptions",
  });
});

test("a problem lasts until its own text is changed or removed", () => {
  const problems = { complaint: "Wrong.", [placeOf(amoxicillin, "dosage")]: "Wrong.", form: "Wrong." };
  const corrected = { ...draft, complaint: "Cough since Monday" };
  expect(openProblems(problems, draft, corrected)).toEqual({ [placeOf(amoxicillin, "dosage")]: "Wrong." });
  expect(openProblems(problems, draft, { ...draft, prescriptions: [blank] })).toEqual({ complaint: "Wrong." });
});
