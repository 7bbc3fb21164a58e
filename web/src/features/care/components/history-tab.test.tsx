import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { answerGraphql, type GraphqlAnswer } from "../../../testing/graphql-server.ts";
import { staffViewer } from "../../../testing/render-page.tsx";
import { renderPart } from "../../../testing/render-part.tsx";
import { HistoryTab } from "./history-tab.tsx";

const condition = (changes: object = {}) => ({
  ...{ __typename: "Condition", id: "c1", system: "http://snomed.info/sct", code: "38341003", display: "Hypertension" },
  ...{ onset: "2020-02-01", abatement: null, version: 4, status: "ACTIVE", ...changes },
});

const allergy = {
  ...{ __typename: "Allergy", id: "al1", system: "http://snomed.info/sct", code: "91936005", display: "Penicillin" },
  ...{ category: "MEDICATION", criticality: "HIGH", reaction: "Rash", onset: null, abatement: null },
  ...{ version: 1, status: "ACTIVE" },
};

const medication = {
  ...{ __typename: "Medication", id: "m1", system: "http://www.nlm.nih.gov/research/umls/rxnorm", code: "197361" },
  ...{ display: "Amlodipine 5 mg", dosage: "1 daily", startedOn: "2020-03-01", stoppedOn: "2024-01-01" },
  ...{ version: 2, status: "STOPPED" },
};

function open(commands: Record<string, GraphqlAnswer> = {}, viewer = staffViewer) {
  const patient = {
    ...{ __typename: "Patient", id: "p1", allergies: [allergy], conditions: [condition()], medications: [medication] },
  };
  const asked = answerGraphql({ PatientHistory: { data: { __typename: "Query", patient } }, ...commands });
  renderPart(<HistoryTab />, { viewer });
  return (name: string) => asked.filter((one) => one.name === name).map(({ variables }) => variables.input);
}

function payload(command: string, entry: object): GraphqlAnswer {
  const type = `${command[0]?.toUpperCase()}${command.slice(1)}Payload`;
  return { data: { __typename: "Mutation", [command]: { __typename: type, ...entry, userErrors: [] } } };
}

const card = (name: string) => screen.findByRole("region", { name });

beforeEach(() => localStorage.clear());

test("what is so now stands there, and what is over on demand", async () => {
  open();
  expect(within(await card("Allergies")).getByText("Medicine · Rash")).toBeTruthy();
  expect(within(await card("Conditions")).getByText("Since Feb 1, 2020")).toBeTruthy();
  const medications = within(await card("Medications"));
  expect(medications.queryByText("Amlodipine 5 mg")).toBeNull();
  fireEvent.click(medications.getByRole("button", { name: "Show 1 that is over" }));
  expect(medications.getByText("1 daily · Mar 1, 2020 to Jan 1, 2024")).toBeTruthy();
});

test("an entry is written down with a code that its system can have", async () => {
  const sent = open({ RecordCondition: payload("recordCondition", { condition: condition({ id: "c2" }) }) });
  fireEvent.click(within(await card("Conditions")).getByRole("button", { name: "Add a condition" }));
  const box = await screen.findByRole("dialog");
  const fill = (name: string, value: string) =>
    fireEvent.change(within(box).getByRole("textbox", { name }), { target: { value } });
  fill("Condition", "Asthma");
  fill("Code", "J45");
  fireEvent.click(within(box).getByRole("button", { name: "Add" }));
  expect(await within(box).findByText("There is no such code in this system.")).toBeTruthy();
  fill("Code", "195967001");
  fireEvent.click(within(box).getByRole("button", { name: "Add" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(sent("RecordCondition")).toEqual([
    expect.objectContaining({ patientId: "p1", display: "Asthma", code: "195967001", onset: null, abatement: null }),
  ]);
});

test("an entry is over since a day that is not to come", async () => {
  const over = condition({ status: "RESOLVED", abatement: "2026-01-02", version: 5 });
  const sent = open({ ResolveCondition: payload("resolveCondition", { condition: over }) });
  fireEvent.click(within(await card("Conditions")).getByRole("button", { name: "Actions for Hypertension" }));
  fireEvent.click(await screen.findByRole("menuitem", { name: "Mark as over" }));
  const box = await screen.findByRole("dialog");
  const day = within(box).getByLabelText(/^Since/);
  fireEvent.change(day, { target: { value: "2199-01-01" } });
  fireEvent.click(within(box).getByRole("button", { name: "Mark as over" }));
  expect(await within(box).findByText("This day is still to come.")).toBeTruthy();
  fireEvent.change(day, { target: { value: "2026-01-02" } });
  fireEvent.click(within(box).getByRole("button", { name: "Mark as over" }));
  await waitFor(() =>
    expect(sent("ResolveCondition")).toEqual([
      expect.objectContaining({ id: "c1", expectedVersion: 4, abatement: "2026-01-02" }),
    ]),
  );
});

test("whoever may not write sees no button for it", async () => {
  open({}, { ...staffViewer, roles: ["STAFF"], providerId: null });
  expect(await card("Conditions")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Add a condition" })).toBeNull();
  expect(screen.queryByRole("button", { name: /^Actions for/ })).toBeNull();
});
