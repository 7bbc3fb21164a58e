import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { beforeEach, expect, test } from "vitest";
import { answerGraphql } from "../../../testing/graphql-server.ts";
import { renderPage, staffViewer } from "../../../testing/render-page.tsx";
import { ConsultationPage } from "./consultation-page.tsx";

const note = (changes: object = {}) => ({
  ...{ __typename: "VisitNote", id: "n1", status: "DRAFT", authorId: "u1", signedAt: null, errorMarkedAt: null },
  ...{ errorReason: null, version: 1, text: "Cough for a week", writtenAt: "2026-11-23T15:40:00.000Z" },
  ...{ provider: null, appointment: null, addenda: [], ...changes },
});

const list = (type: string, ...nodes: object[]) => ({
  __typename: `${type}Connection`,
  totalCount: nodes.length,
  nodes,
});

function visit(notes: object[], changes: object = {}) {
  return {
    data: {
      __typename: "Query",
      appointment: {
        ...{ __typename: "Appointment", id: "a1", version: 2, status: "IN_PROGRESS", visitType: "IN_PERSON" },
        ...{ startsAt: "2026-11-23T15:30:00.000Z", endsAt: "2026-11-23T16:00:00.000Z", reason: "Cough" },
        provider: { __typename: "Provider", id: "d1", fullName: "Dr. Leila Haddad", timeZone: "UTC", specialties: [] },
        consultation: { __typename: "Consultation", id: "c1", startedAt: null, completedAt: null, joinUrl: null },
        visitNotes: list("VisitNote", ...notes),
        medicationRequests: list("MedicationRequest"),
        patient: {
          ...{ __typename: "Patient", id: "p1", fullName: "Amira Nasser", mrn: "104233", birthDate: "1980-03-01" },
          ...{ deceasedDate: null, gender: "FEMALE", archived: false, language: null, settings: null },
          allergies: [
            {
              ...{ __typename: "Allergy", id: "al1", system: "s", code: "c", display: "Penicillin" },
              ...{ category: "MEDICATION", criticality: "HIGH", reaction: "Rash", onset: null, abatement: null },
              ...{ version: 1, status: "ACTIVE" },
            },
          ],
          ...{ conditions: [], medications: null },
          activePrescriptions: list("MedicationRequest"),
          pastNotes: list("VisitNote"),
          nextVisits: list("Appointment"),
        },
        ...changes,
      },
    },
  };
}

const saved = (name: string, changes: object = {}) => ({
  data: {
    __typename: "Mutation",
    [name]: {
      __typename: `${name[0]?.toUpperCase()}${name.slice(1)}Payload`,
      visitNote: note(changes),
      userErrors: [],
    },
  },
});

const page = (
  <Routes>
    <Route path="/consultations/:appointmentId" element={<ConsultationPage />} />
  </Routes>
);
const at = "/consultations/a1";

beforeEach(() => localStorage.clear());

test("what the patient must not be given stands first, and what is not available is not called empty", async () => {
  answerGraphql({ ConsultationPage: visit([]) });
  renderPage(page, { at });
  const allergies = await screen.findByRole("region", { name: "Allergies" });
  expect(within(allergies).getByText("Penicillin")).toBeTruthy();
  expect(within(allergies).getByText("High risk")).toBeTruthy();
  const medications = screen.getByRole("region", { name: "Medications" });
  expect(medications.textContent).toContain("This part is not available to you now.");
  expect(screen.getByRole("button", { name: "Complete visit" })).toBeTruthy();
});

test("a note is saved as it is typed, and signed once it was looked at again", async () => {
  const asked = answerGraphql({
    ConsultationPage: visit([]),
    DraftVisitNote: saved("draftVisitNote"),
    SignVisitNote: saved("signVisitNote", { status: "SIGNED", version: 2 }),
  });
  renderPage(page, { at });
  const field = await screen.findByRole("textbox", { name: "Visit note" });
  fireEvent.change(field, { target: { value: "Cough for a week" } });
  expect(localStorage.length).toBe(1);
  await screen.findByText("Draft saved");
  expect(localStorage.length).toBe(0);
  expect(asked.find(({ name }) => name === "DraftVisitNote")?.variables.input).toMatchObject({
    ...{ patientId: "p1", appointmentId: "a1", text: "Cough for a week" },
  });
  fireEvent.click(screen.getByRole("button", { name: "Sign note" }));
  const dialog = await screen.findByRole("dialog");
  expect(within(dialog).getByText("Cough for a week")).toBeTruthy();
  fireEvent.click(within(dialog).getByRole("button", { name: "Sign note" }));
  await waitFor(() => expect(asked.some(({ name }) => name === "SignVisitNote")).toBe(true));
  expect(asked.find(({ name }) => name === "SignVisitNote")?.variables.input).toMatchObject({
    ...{ id: "n1", expectedVersion: 1 },
  });
});

test("a draft is gone on with, and one that another window changed is not written over", async () => {
  const refused = {
    data: {
      __typename: "Mutation",
      updateVisitNote: {
        ...{ __typename: "UpdateVisitNotePayload", visitNote: null },
        userErrors: [{ __typename: "UserError", code: "VERSION_CONFLICT", field: ["expectedVersion"], message: "…" }],
      },
    },
  };
  answerGraphql({
    ConsultationPage: visit([note()]),
    UpdateVisitNote: refused,
    VisitNoteDraft: {
      data: {
        __typename: "Query",
        patient: {
          ...{ __typename: "Patient", id: "p1" },
          visitNotes: list("VisitNote", note({ version: 2, text: "Cough and fever" })),
        },
      },
    },
  });
  renderPage(page, { at });
  const field = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Visit note" });
  expect(field.value).toBe("Cough for a week");
  fireEvent.change(field, { target: { value: "Cough for two weeks" } });
  const conflict = await screen.findByRole("region", { name: /changed in another window/ });
  expect(conflict.textContent).toContain("Cough and fever");
  fireEvent.click(within(conflict).getByRole("button", { name: "Take that one" }));
  expect(field.value).toBe("Cough and fever");
});

test("what was typed and not saved is there again", async () => {
  localStorage.setItem(
    "careconnect-draft:u1:note:a1",
    JSON.stringify({ text: "Cough, worse at night", note: { id: "n1", version: 1 } }),
  );
  const asked = answerGraphql({
    ConsultationPage: visit([note()]),
    UpdateVisitNote: saved("updateVisitNote", { version: 2, text: "Cough, worse at night" }),
  });
  renderPage(page, { at });
  await screen.findByText(/This is what you had typed on this device/);
  expect(screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Visit note" }).value).toBe("Cough, worse at night");
  await screen.findByText("Draft saved");
  expect(asked.find(({ name }) => name === "UpdateVisitNote")?.variables.input).toMatchObject({ expectedVersion: 1 });
});

test("an administrator reads the notes, and writes none", async () => {
  const signed = note({ status: "SIGNED", signedAt: "2026-11-23T15:50:00.000Z", authorId: "u7" });
  answerGraphql({ ConsultationPage: visit([signed]) });
  renderPage(page, { at, viewer: { ...staffViewer, roles: ["ADMIN"], providerId: null } });
  expect(await screen.findByText("Cough for a week")).toBeTruthy();
  expect(screen.queryByRole("textbox")).toBeNull();
  expect(screen.queryByRole("button", { name: /^Actions for Care team/ })).toBeNull();
});

test("marks are set by keys and buttons, and the preview shows what they make of the note", async () => {
  const asked = answerGraphql({ ConsultationPage: visit([note()]), UpdateVisitNote: saved("updateVisitNote") });
  renderPage(page, { at });
  const field = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Visit note" });
  field.setSelectionRange(0, 5);
  fireEvent.keyDown(field, { code: "KeyB", key: "b", ctrlKey: true });
  expect(field.value).toBe("**Cough** for a week");
  expect([field.selectionStart, field.selectionEnd]).toEqual([2, 7]);
  const tools = screen.getByRole("group", { name: "Formatting" });
  fireEvent.click(within(tools).getByRole("button", { name: "Bulleted list" }));
  expect(field.value).toBe("- **Cough** for a week");
  expect(within(tools).getByRole("button", { name: "Bold" }).getAttribute("aria-keyshortcuts")).toBe("Control+B");
  fireEvent.click(within(tools).getByRole("button", { name: "Preview" }));
  const preview = screen.getByRole("region", { name: "Preview" });
  expect(preview.querySelector("li strong")?.textContent).toBe("Cough");
  expect(screen.queryByRole("textbox", { name: "Visit note" })).toBeNull();
  fireEvent.click(within(tools).getByRole("button", { name: "Preview" }));
  expect(screen.getByRole("textbox", { name: "Visit note" })).toBe(field);
  await screen.findByText("Draft saved");
  expect(asked.find(({ name }) => name === "UpdateVisitNote")?.variables.input).toMatchObject({
    text: "- **Cough** for a week",
  });
});

test("an emptied draft says that it is not saved, and is discarded for a reason", async () => {
  let drafts: object[] = [note()];
  const shown = () => visit(drafts);
  const discard = () => {
    drafts = [];
    return saved("markVisitNoteEnteredInError", { status: "ENTERED_IN_ERROR", version: 2 });
  };
  const asked = answerGraphql({ ConsultationPage: shown, MarkVisitNoteEnteredInError: discard });
  renderPage(page, { at });
  const field = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Visit note" });
  fireEvent.change(field, { target: { value: "" } });
  await screen.findByText("Empty: not saved");
  expect(screen.getByText(/^The server keeps no empty note/)).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Discard draft" }));
  const dialog = await screen.findByRole("dialog");
  fireEvent.change(within(dialog).getByRole("textbox", { name: "Reason" }), { target: { value: "Wrong patient" } });
  fireEvent.click(within(dialog).getByRole("button", { name: "Discard draft" }));
  await waitFor(() => expect(screen.queryByRole("button", { name: "Discard draft" })).toBeNull());
  expect(asked.find(({ name }) => name === "MarkVisitNoteEnteredInError")?.variables.input).toMatchObject({
    ...{ id: "n1", expectedVersion: 1, reason: "Wrong patient" },
  });
  expect(asked.some(({ name }) => name === "UpdateVisitNote")).toBe(false);
});
