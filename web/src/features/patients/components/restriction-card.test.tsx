import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { answerGraphql } from "../../../testing/graphql-server.ts";
import { staffViewer } from "../../../testing/render-page.tsx";
import { openPatient, renderPart } from "../../../testing/render-part.tsx";
import { RestrictionCard } from "./restriction-card.tsx";

const viewer = { ...staffViewer, roles: ["ADMIN"] as const, providerId: null };

const restriction = (changes: object = {}) => ({
  ...{ __typename: "PatientRestriction", id: "r1", reason: "She contests what it says" },
  ...{ restrictedAt: "2026-11-20T10:00:00.000Z", liftedAt: null, liftReason: null },
  ...changes,
});

const list = (nodes: readonly object[]) => ({
  data: {
    __typename: "Query",
    patientRestrictions: {
      ...{ __typename: "PatientRestrictionConnection", totalCount: nodes.length, nodes },
      pageInfo: { __typename: "PageInfo", hasNextPage: false, endCursor: null },
    },
  },
});

const payload = (name: "restrictPatient" | "liftPatientRestriction", one: object | null, code?: string) => ({
  data: {
    __typename: "Mutation",
    [name]: {
      ...{ __typename: `${name[0]?.toUpperCase()}${name.slice(1)}Payload`, restriction: one },
      userErrors: code === undefined ? [] : [{ __typename: "UserError", code, field: ["patientId"], message: code }],
    },
  },
});

async function answerReason(button: string, reason: string): Promise<HTMLElement> {
  fireEvent.click(await screen.findByRole("button", { name: button }));
  const dialog = await screen.findByRole("dialog");
  fireEvent.change(within(dialog).getByRole("textbox", { name: "Reason" }), { target: { value: reason } });
  fireEvent.click(within(dialog).getByRole("button", { name: button }));
  return dialog;
}

test("a record is restricted and used again, each for a reason that stays in its history", async () => {
  let server: readonly object[] = [];
  const refresh = vi.fn();
  const listed = () => list(server);
  const restrict = () => {
    server = [restriction()];
    return payload("restrictPatient", restriction());
  };
  const lift = () => {
    const lifted = restriction({ liftedAt: "2026-11-22T10:00:00.000Z", liftReason: "It was corrected" });
    server = [lifted];
    return payload("liftPatientRestriction", lifted);
  };
  const asked = answerGraphql({ PatientRestrictions: listed, RestrictPatient: restrict, LiftPatientRestriction: lift });
  renderPart(<RestrictionCard />, { viewer, patient: { ...openPatient, refresh } });
  await screen.findByText("The record was never restricted.");
  await answerReason("Restrict", "She contests what it says");
  await screen.findByText("In force");
  expect(screen.queryByRole("button", { name: "Restrict" })).toBeNull();
  expect(refresh).toHaveBeenCalledOnce();
  await answerReason("Lift", "It was corrected");
  await screen.findByText(/^Lifted Nov 22, 2026: It was corrected$/);
  expect(screen.getByText("She contests what it says")).toBeTruthy();
  expect(refresh).toHaveBeenCalledTimes(2);
  const inputOf = (operation: string) => asked.find(({ name }) => name === operation)?.variables.input;
  expect(inputOf("RestrictPatient")).toMatchObject({ patientId: "p1", reason: "She contests what it says" });
  expect(inputOf("LiftPatientRestriction")).toMatchObject({ patientId: "p1", reason: "It was corrected" });
});

test("what another administrator did first is said, and so is what stands against it", async () => {
  const codes = ["ALREADY_RESTRICTED", "VISITS_AHEAD"];
  const refuse = () => payload("restrictPatient", null, codes.shift());
  answerGraphql({ PatientRestrictions: list([]), RestrictPatient: refuse });
  renderPart(<RestrictionCard />, { viewer });
  const dialog = await answerReason("Restrict", "Wish");
  await waitFor(() =>
    expect(within(dialog).getByRole("alert").textContent).toBe(
      "This record is restricted already. Lift that restriction before another one.",
    ),
  );
  fireEvent.click(within(dialog).getByRole("button", { name: "Restrict" }));
  await waitFor(() => expect(within(dialog).getByRole("alert").textContent).toMatch(/^The patient has visits/));
});
