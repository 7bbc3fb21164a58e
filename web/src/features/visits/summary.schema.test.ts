import { expect, test } from "vitest";
import * as z from "zod/mini";
import { emptySummary, inputOf, isWritten, newPrescription, placeOf, summarySchema } from "./summary.schema.ts";

const blank = newPrescription();
const amoxicillin = { ...newPrescription(), medication: " Amoxicillin 500 mg ", dosage: "1 every 8 hours" };
const written = { ...emptySummary, complaint: " Cough ", plan: "Rest", prescriptions: [blank, amoxicillin] };

test("blank texts and rows are not sent, and nothing is sent with spaces around it", () => {
  expect(inputOf(z.parse(summarySchema, written))).toEqual({
    complaint: "Cough",
    plan: "Rest",
    prescriptions: [{ medication: "Amoxicillin 500 mg", dosage: "1 every 8 hours" }],
  });
});

test("a row that was added and left blank is nothing that closing would lose", () => {
  expect(isWritten({ ...emptySummary, complaint: "  ", prescriptions: [blank] })).toBe(false);
  expect(isWritten({ ...emptySummary, prescriptions: [amoxicillin] })).toBe(true);
  expect(isWritten({ ...emptySummary, findings: "x" })).toBe(true);
});

test("the complaint is needed, and of a prescription that was begun the medicine and its dosage", () => {
  const begun = { ...newPrescription(), instructions: "With food" };
  const { error } = z.safeParse(summarySchema, { ...emptySummary, prescriptions: [blank, begun] });
  expect(error?.issues.map(({ path, message }) => [path.join("."), message])).toEqual([
    ["complaint", "visits.missing.complaint"],
    ["prescriptions.1.medication", "visits.missing.medication"],
    ["prescriptions.1.dosage", "visits.missing.dosage"],
  ]);
});

test("refusals find the row that was sent, whatever blank rows stand before it", () => {
  const place = (...field: string[]) => placeOf({ code: "VALIDATION_FAILED", field, message: "" }, written);
  expect(place("summary", "prescriptions", "0", "dosage")).toBe("prescriptions.1.dosage");
  expect(place("summary", "findings")).toBe("findings");
  expect(place("summary", "prescriptions")).toBeUndefined();
  expect(place("id")).toBeUndefined();
});
