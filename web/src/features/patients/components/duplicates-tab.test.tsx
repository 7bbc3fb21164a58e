import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { answerGraphql } from "../../../testing/graphql-server.ts";
import { answerOf, demographicsOf } from "../../../testing/patient.factory.ts";
import { staffViewer } from "../../../testing/render-page.tsx";
import { renderPart } from "../../../testing/render-part.tsx";
import { DuplicatesTab } from "./duplicates-tab.tsx";

const twin = demographicsOf({ id: "p2", mrn: "104999", fullName: "Amira Naser", familyName: "Naser", version: 7 });

const merged = {
  ...{ __typename: "MergedRecord", id: "p3", mrn: "100001", fullName: "A. Nasser", birthDate: "1980-03-01" },
  ...{ mergedAt: "2026-11-01T10:00:00.000Z", reason: "Same passport" },
};

const patient = demographicsOf({
  possibleDuplicates: [
    { __typename: "PossibleDuplicate", points: 14, reasons: ["SIMILAR_NAME", "SAME_BIRTH_DATE"], patient: twin },
  ],
  mergedRecords: [merged],
});

const admin = { ...staffViewer, roles: ["ADMIN"] as const, providerId: null };

const refusedMerge = {
  data: {
    __typename: "Mutation",
    mergePatients: {
      ...{ __typename: "MergePatientsPayload", patient: null },
      userErrors: [
        { __typename: "UserError", code: "MERGE_CONFLICT", field: ["id"], message: "Visits a1 and a2 overlap." },
      ],
    },
  },
};

test("two records are compared side by side, and visits that overlap keep them apart", async () => {
  const asked = answerGraphql({ PatientDuplicates: answerOf(patient), MergePatients: refusedMerge });
  renderPart(<DuplicatesTab />, { viewer: admin });
  expect(await screen.findByText("Similar name · Same date of birth")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Compare with Amira Naser" }));
  const dialog = await screen.findByRole("dialog");
  const row = within(dialog).getByRole("row", { name: /^MRN/ });
  expect(row.textContent).toBe("MRN104233104999");
  fireEvent.click(within(dialog).getByRole("button", { name: "Swap" }));
  expect(row.textContent).toBe("MRN104999104233");
  fireEvent.change(within(dialog).getByRole("textbox", { name: "Reason" }), { target: { value: "Same passport" } });
  fireEvent.click(within(dialog).getByRole("button", { name: "Merge" }));
  const alert = await within(dialog).findByRole("alert");
  expect(alert.textContent).toBe(
    "Visits of the two overlap: move or cancel one of each, then merge. Visits a1 and a2 overlap.",
  );
  expect(asked.find(({ name }) => name === "MergePatients")?.variables.input).toMatchObject({
    ...{ id: "p1", intoId: "p2", expectedVersion: 3, intoExpectedVersion: 7, reason: "Same passport" },
  });
});

test("a merge is undone for a reason", async () => {
  const asked = answerGraphql({
    PatientDuplicates: answerOf(patient),
    UndoPatientMerge: {
      data: {
        __typename: "Mutation",
        undoPatientMerge: {
          ...{ __typename: "UndoPatientMergePayload", userErrors: [] },
          patient: { __typename: "Patient", id: "p3", version: 2 },
        },
      },
    },
  });
  renderPart(<DuplicatesTab />, { viewer: admin });
  fireEvent.click(await screen.findByRole("button", { name: "Undo merge: A. Nasser" }));
  fireEvent.change(await screen.findByRole("textbox", { name: "Reason" }), { target: { value: "Two people" } });
  fireEvent.click(screen.getByRole("button", { name: "Undo merge" }));
  await waitFor(() => expect(asked.some(({ name }) => name === "UndoPatientMerge")).toBe(true));
  expect(asked.find(({ name }) => name === "UndoPatientMerge")?.variables.input).toMatchObject({ id: "p3" });
});

test("a nurse sees who looks alike, and decides nothing", async () => {
  answerGraphql({ PatientDuplicates: answerOf({ ...patient, mergedRecords: null }) });
  renderPart(<DuplicatesTab />, { viewer: { ...staffViewer, roles: ["NURSE"], providerId: null } });
  await screen.findByRole("link", { name: "Amira Naser" });
  expect(screen.queryByRole("button")).toBeNull();
  expect(screen.queryByText("Merged records")).toBeNull();
});
