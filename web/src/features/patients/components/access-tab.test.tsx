import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { answerGraphql } from "../../../testing/graphql-server.ts";
import { answerOf } from "../../../testing/patient.factory.ts";
import { staffViewer } from "../../../testing/render-page.tsx";
import { renderPart } from "../../../testing/render-part.tsx";
import { AccessTab } from "./access-tab.tsx";

const viewer = (...roles: (typeof staffViewer)["roles"]) => ({ ...staffViewer, roles, providerId: null });
const haddad = { __typename: "Provider", id: "d1", fullName: "Dr. Leila Haddad" };

const grant = (of: object) => ({
  ...{ __typename: "AccessGrant", until: "2026-12-01T05:00:00.000Z", endedAt: null, reason: "Second opinion" },
  ...{ grantedAt: "2026-11-20T15:00:00.000Z", provider: haddad, ...of },
});
const version = (number: number, decision: string) => ({
  ...{ __typename: "ConsentVersion", number, decision, byPatient: true, decidedAt: "2026-11-02T15:00:00.000Z" },
});
const consent = {
  ...{ __typename: "Consent", id: "k1", scope: "PROVIDER_ACCESS", decision: "DENY", byPatient: true, version: 2 },
  ...{ decidedAt: "2026-11-02T15:00:00.000Z", channel: null, provider: haddad },
  versions: {
    ...{ __typename: "ConsentVersionConnection", totalCount: 2, nodes: [version(2, "DENY"), version(1, "PERMIT")] },
  },
};

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true, now: new Date("2026-11-23T15:00:00Z") });
});

afterEach(() => {
  vi.useRealTimers();
});

test("what the patient refuses stands with what they said before, and what the clinic gave with whether it goes on", async () => {
  const grants = [grant({ id: "g1" }), grant({ id: "g2", until: "2026-11-22T05:00:00.000Z" })];
  answerGraphql({
    PatientAccess: answerOf({ __typename: "Patient", id: "p1", accessGrants: grants, consents: [consent] }),
  });
  renderPart(<AccessTab />, { viewer: viewer("STAFF") });
  const consents = within(await screen.findByRole("region", { name: "Consents" }));
  expect(consents.getByText("Access of Dr. Leila Haddad")).toBeTruthy();
  expect(consents.getByText("1 earlier decision")).toBeTruthy();
  const [open, over] = within(screen.getByRole("region", { name: "Access given by the clinic" })).getAllByRole(
    "listitem",
  ) as [HTMLElement, HTMLElement];
  expect(open.textContent).toMatch(/Second opinion.*Open/);
  expect(over.textContent).toContain("Ended");
  expect(within(over).queryByRole("button")).toBeNull();
});

test("access is ended by whoever gives it, and what is shown is read again", async () => {
  const ended = grant({ id: "g1", endedAt: "2026-11-23T15:00:00.000Z" });
  const shown = [grant({ id: "g1" }), ended];
  const answer = () =>
    answerOf({
      __typename: "Patient",
      id: "p1",
      consents: [],
      accessGrants: [shown.length > 1 ? shown.shift() : ended],
    });
  const asked = answerGraphql({
    PatientAccess: answer,
    EndPatientAccess: {
      data: {
        __typename: "Mutation",
        endPatientAccess: { __typename: "EndPatientAccessPayload", accessGrant: ended, userErrors: [] },
      },
    },
  });
  renderPart(<AccessTab />, { viewer: viewer("STAFF") });
  fireEvent.click(await screen.findByRole("button", { name: "End the access of Dr. Leila Haddad" }));
  expect(await screen.findByText("Ended")).toBeTruthy();
  await waitFor(() => expect(screen.queryByRole("button", { name: /^End the access/ })).toBeNull());
  const [sent] = asked.filter(({ name }) => name === "EndPatientAccess");
  expect(sent?.variables.input).toMatchObject({ id: "g1" });
});

test("a nurse gives no access and ends none; what is nobody's is said", async () => {
  answerGraphql({
    PatientAccess: answerOf({ __typename: "Patient", id: "p1", consents: [], accessGrants: [grant({ id: "g1" })] }),
  });
  renderPart(<AccessTab />, { viewer: viewer("NURSE") });
  expect(await screen.findByText("The patient has neither permitted nor refused anything.")).toBeTruthy();
  expect(screen.getByText("Open")).toBeTruthy();
  expect(screen.queryByRole("button", { name: /access/i })).toBeNull();
});
