import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { answerGraphql } from "../../../testing/graphql-server.ts";
import { staffViewer } from "../../../testing/render-page.tsx";
import { renderPart } from "../../../testing/render-part.tsx";
import { ErasureCard } from "./erasure-card.tsx";

const erasure = (changes: object = {}) => ({
  ...{ __typename: "PatientErasure", id: "e1", patientId: "p1", status: "REQUESTED", reason: "Asked for by mail" },
  ...{ requestedBy: "u2", requestedAt: "2026-11-20T10:00:00.000Z", decidedBy: null, decidedAt: null },
  ...{ decisionReason: null, completedAt: null, ...changes },
});

const list = (...nodes: object[]) => ({
  data: {
    __typename: "Query",
    patientErasures: {
      ...{ __typename: "PatientErasureConnection", nodes },
      pageInfo: { __typename: "PageInfo", hasNextPage: false, endCursor: null },
    },
  },
});

const viewer = { ...staffViewer, roles: ["ADMIN"] as const, providerId: null };

test("to erase says what will be gone, and takes the patient's number for a yes", async () => {
  const asked = answerGraphql({
    PatientErasures: list(),
    RequestPatientErasure: {
      data: {
        __typename: "Mutation",
        requestPatientErasure: {
          ...{ __typename: "RequestPatientErasurePayload", erasure: null },
          userErrors: [
            { __typename: "UserError", code: "NOT_ARCHIVED", field: ["patientId"], message: "Archive the patient." },
          ],
        },
      },
    },
  });
  renderPart(<ErasureCard />, { viewer });
  await screen.findByText("Nobody has asked for it.");
  fireEvent.click(screen.getByRole("button", { name: "Ask for erasure" }));
  const dialog = await screen.findByRole("dialog");
  expect(within(dialog).getByText("Visit notes and summaries")).toBeTruthy();
  expect(within(dialog).getByText("Invoices and payments, as the law wants")).toBeTruthy();
  const confirm = within(dialog).getByRole("button", { name: "Ask for erasure" });
  fireEvent.change(within(dialog).getByRole("textbox", { name: "Reason" }), { target: { value: "Wish" } });
  fireEvent.change(within(dialog).getByRole("textbox", { name: /MRN/ }), { target: { value: "104999" } });
  fireEvent.click(confirm);
  await within(dialog).findByText("This is not the patient's MRN.");
  expect(asked.some(({ name }) => name === "RequestPatientErasure")).toBe(false);
  fireEvent.change(within(dialog).getByRole("textbox", { name: /MRN/ }), { target: { value: "104233" } });
  fireEvent.click(confirm);
  await waitFor(() =>
    expect(within(dialog).getByRole("alert").textContent).toBe(
      "Only a patient who is archived is erased. Archive them first.",
    ),
  );
});

test("whoever asked for it withdraws it, and somebody else decides", async () => {
  const asked = answerGraphql({ PatientErasures: list(erasure()) });
  const { unmount } = renderPart(<ErasureCard />, { viewer });
  await screen.findByText("Waits for approval");
  expect(asked[0]?.variables).toMatchObject({ patientId: "p1" });
  expect(screen.getAllByRole("listitem")).toHaveLength(1);
  expect(screen.getByRole("button", { name: "Approve" })).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Ask for erasure" }).disabled).toBe(true);
  unmount();
  renderPart(<ErasureCard />, { viewer: { ...viewer, id: "u2" } });
  await screen.findByRole("button", { name: "Withdraw" });
  expect(screen.queryByRole("button", { name: "Approve" })).toBeNull();
});
