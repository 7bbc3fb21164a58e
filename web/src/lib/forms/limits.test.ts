import { expect, test } from "vitest";
import { counts, limits } from "../../graphql/limits.ts";

test("how long a text may be is read from what the schema says of it", () => {
  expect(limits.RefundPaymentInput.reason).toEqual({ required: true, min: 10, max: 500 });
  expect(limits.AddCoverageInput.plan).toEqual({ required: false, min: 0, max: 200 });
  expect(limits.EncounterSummaryInput.findings).toEqual({ required: false, min: 1, max: 10_000 });
});

test("how many there may be is, too, however it is said: of lists, of numbers, and of what a rule comes to", () => {
  expect(counts.SetInvoiceLinesInput.lines).toEqual({ min: 1, max: 50 });
  expect(counts.EncounterSummaryInput.prescriptions).toEqual({ min: 0, max: 50 });
  expect(counts.RegisterPatientInput.contacts).toEqual({ min: 0, max: 20 });
  expect(counts.PrescribeMedicationInput.quantity).toEqual({ min: 1, max: 10_000 });
  expect(counts.BookAppointmentSeriesInput.rule).toEqual({ min: 0, max: 100 });
  expect(counts.InvoiceLineInput).not.toHaveProperty("description");
});

test("of a list of texts both are known", () => {
  expect(counts.PatientAddressInput.lines).toEqual({ min: 0, max: 4 });
  expect(limits.PatientAddressInput.lines).toEqual({ required: false, min: 0, max: 200 });
});
