import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { AppointmentRowFragment } from "../../../graphql/graphql.ts";
import { answerGraphql, type GraphqlAnswer } from "../../../testing/graphql-server.ts";
import { renderPage } from "../../../testing/render-page.tsx";
import { CompleteDialog } from "./complete-dialog.tsx";

const appointment: AppointmentRowFragment = {
  __typename: "Appointment",
  id: "a1",
  version: 3,
  status: "IN_PROGRESS",
  visitType: "IN_PERSON",
  startsAt: "2026-11-23T15:30:00.000Z",
  endsAt: "2026-11-23T16:00:00.000Z",
  reason: "Cough",
  patient: { __typename: "Patient", id: "p1", fullName: "Amira Nasser", mrn: "104233" },
  provider: {
    __typename: "Provider",
    id: "d1",
    fullName: "Dr. Leila Haddad",
    timeZone: "Europe/Berlin",
    specialties: [],
  },
};

const payload = (...userErrors: object[]): GraphqlAnswer => ({
  data: {
    __typename: "Mutation",
    completeConsultation: {
      __typename: "CompleteConsultationPayload",
      consultation: null,
      userErrors: userErrors.map((error) => ({ __typename: "UserError", message: "In English.", ...error })),
    },
  },
});

async function openForm(complete: () => GraphqlAnswer = () => payload()) {
  const asked = answerGraphql({ CompleteConsultation: complete });
  const onClose = vi.fn();
  renderPage(<CompleteDialog appointment={appointment} opened onClose={onClose} />);
  // A dialog that opens takes the focus a moment later.
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "Complaint" })));
  const sent = () => asked.map(({ variables }) => variables.input as { idempotencyKey: string; summary: object });
  return { onClose, sent };
}

const write = (label: string, text: string) =>
  fireEvent.change(screen.getByRole("textbox", { name: label }), { target: { value: text } });
const row = (number: number) => within(screen.getByRole("group", { name: `Prescription ${number}` }));
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));

test("what was written is sent, and the dialog closes", async () => {
  const { onClose, sent } = await openForm();
  write("Complaint", "Cough since Monday");
  write("Plan", "Rest");
  press("Add prescription");
  fireEvent.change(row(1).getByRole("textbox", { name: "Medication" }), { target: { value: "Amoxicillin 500 mg" } });
  fireEvent.change(row(1).getByRole("textbox", { name: "Dosage" }), { target: { value: "1 every 8 hours" } });
  press("Complete visit");
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(sent()).toEqual([
    {
      id: "a1",
      summary: {
        complaint: "Cough since Monday",
        plan: "Rest",
        prescriptions: [{ medication: "Amoxicillin 500 mg", dosage: "1 every 8 hours" }],
      },
      idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
    },
  ]);
});

test("without a complaint nothing is sent, and the field says what is missing", async () => {
  const { sent } = await openForm();
  write("Findings", "Clear lungs");
  press("Complete visit");
  const complaint = screen.getByRole("textbox", { name: "Complaint" });
  expect(await screen.findByText("Write down what the patient came with.")).toBeTruthy();
  expect(complaint.getAttribute("aria-invalid")).toBe("true");
  expect(document.activeElement).toBe(complaint);
  expect(sent()).toEqual([]);
});

test("refusals stand at their fields, keep all that was written, and the next attempt has a key of its own", async () => {
  let refused = false;
  const { onClose, sent } = await openForm(() => {
    if (refused) {
      return payload();
    }
    refused = true;
    return payload({
      code: "VALIDATION_FAILED",
      field: ["summary", "prescriptions", "1", "dosage"],
      message: "must have 500 characters at most",
    });
  });
  write("Complaint", "Cough");
  for (const [number, medication] of [
    [1, "Amoxicillin 500 mg"],
    [2, "Ibuprofen 400 mg"],
  ] as const) {
    press("Add prescription");
    fireEvent.change(row(number).getByRole("textbox", { name: "Medication" }), { target: { value: medication } });
    fireEvent.change(row(number).getByRole("textbox", { name: "Dosage" }), { target: { value: "As told" } });
  }
  press("Complete visit");
  expect(await row(2).findByText("must have 500 characters at most")).toBeTruthy();
  const dosage = row(2).getByRole<HTMLInputElement>("textbox", { name: "Dosage" });
  await waitFor(() => expect(document.activeElement).toBe(dosage));
  expect(dosage.value).toBe("As told");
  expect(onClose).not.toHaveBeenCalled();
  fireEvent.change(dosage, { target: { value: "3 a day" } });
  press("Complete visit");
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(new Set(sent().map(({ idempotencyKey }) => idempotencyKey)).size).toBe(2);
});

test("without an answer the same attempt is sent again with its key", async () => {
  let silent = true;
  const { onClose, sent } = await openForm(() =>
    silent
      ? {
          data: { __typename: "Mutation", completeConsultation: null },
          errors: [{ message: "Down.", path: ["completeConsultation"], extensions: { code: "SUBGRAPH_UNAVAILABLE" } }],
        }
      : payload(),
  );
  write("Complaint", "Cough");
  press("Complete visit");
  expect((await screen.findByRole("alert")).textContent).toContain("it will not happen twice");
  silent = false;
  press("Complete visit");
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  const [first, second] = sent();
  expect(first).toEqual(second);
});

test("what was written is given up only by whoever says so", async () => {
  const { onClose } = await openForm();
  const complaint = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Complaint" });
  write("Complaint", "Cough");
  complaint.focus();
  fireEvent.keyDown(complaint, { key: "Escape" });
  expect(screen.getByRole("alert").textContent).toBe("What you wrote is not saved yet.");
  expect(onClose).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Keep writing" }));
  press("Keep writing");
  expect(complaint.value).toBe("Cough");
  expect(document.activeElement).toBe(complaint);
  press("Close");
  press("Discard it");
  expect(onClose).toHaveBeenCalledOnce();
});

test("an untouched form closes at once; leaving the page asks only when something was written", async () => {
  const { onClose } = await openForm();
  const leavePage = () => window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
  expect(leavePage()).toBe(true);
  press("Add prescription");
  press("Cancel");
  expect(onClose).toHaveBeenCalledOnce();
  write("Complaint", "Cough");
  expect(leavePage()).toBe(false);
});

test("rows of prescriptions come and go, and the focus goes where one writes on", async () => {
  await openForm();
  press("Add prescription");
  const first = row(1).getByRole("textbox", { name: "Medication" });
  expect(document.activeElement).toBe(first);
  fireEvent.change(first, { target: { value: "Amoxicillin 500 mg" } });
  press("Add prescription");
  fireEvent.change(row(2).getByRole("textbox", { name: "Medication" }), { target: { value: "Ibuprofen 400 mg" } });
  press("Remove prescription 1");
  expect(row(1).getByRole<HTMLInputElement>("textbox", { name: "Medication" }).value).toBe("Ibuprofen 400 mg");
  expect(screen.queryByRole("group", { name: "Prescription 2" })).toBeNull();
  expect(document.activeElement).toBe(row(1).getByRole("textbox", { name: "Medication" }));
});
