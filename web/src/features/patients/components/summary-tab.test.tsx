import { fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { answerGraphql, unavailable } from "../../../testing/graphql-server.ts";
import { answerOf, demographicsOf } from "../../../testing/patient.factory.ts";
import { staffViewer } from "../../../testing/render-page.tsx";
import { renderPart } from "../../../testing/render-part.tsx";
import { SummaryTab } from "./summary-tab.tsx";

const viewer = (...roles: (typeof staffViewer)["roles"]) => ({ ...staffViewer, roles, providerId: null });

const coverage = (of: object) => ({
  ...{ __typename: "Coverage", plan: "Gold", memberNumber: "M-1", priority: "PRIMARY", version: 1, endsOn: null },
  ...{ payer: { __typename: "Payer", id: "y1", name: "Blue Harbor" }, ...of },
});
const consent = (of: object) => ({
  ...{ __typename: "Consent", scope: "DATA_SHARING", decision: "DENY", byPatient: true, version: 1 },
  ...{ decidedAt: "2026-11-02T15:00:00.000Z", channel: null, provider: null, ...of },
});

const whole = (of: object = {}) =>
  answerOf({
    ...demographicsOf({
      addresses: [
        {
          ...{ __typename: "PatientAddress", use: "HOME", lines: ["12 Elm Street"], district: null, city: "Boston" },
          ...{ state: "MA", postalCode: "02110", country: "US" },
        },
      ],
      emergencyContacts: [
        { __typename: "EmergencyContact", name: "Omar Nasser", relationship: "Brother", phone: "+16175550111" },
        { __typename: "EmergencyContact", name: "Lina Nasser", relationship: null, phone: "+16175550112" },
      ],
    }),
    coverages: [
      coverage({ id: "c1", startsOn: "2024-01-01", endsOn: "2025-12-31", plan: null }),
      coverage({ id: "c2", startsOn: "2026-01-01" }),
      coverage({ id: "c3", startsOn: "2027-01-01" }),
    ],
    consents: [consent({ id: "k1" })],
    ...of,
  });

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true, now: new Date("2026-11-23T15:00:00Z") });
});

afterEach(() => {
  vi.useRealTimers();
});

test("who the patient is, how they are reached, whom to call first, who pays now, and what they refuse", async () => {
  answerGraphql({ PatientSummary: whole() });
  renderPart(<SummaryTab />, { viewer: viewer("STAFF") });
  const region = async (name: string) => within(await screen.findByRole("region", { name }));
  expect((await region("Details")).getByText("March 1, 1980")).toBeTruthy();
  const contact = await region("Contact");
  expect(contact.getByRole("link", { name: "+16175550100" }).getAttribute("href")).toBe("tel:+16175550100");
  expect(contact.getByText(/12 Elm Street/).textContent).toContain("Boston");
  const [first, second] = (await region("Emergency contacts")).getAllByRole("listitem") as [HTMLElement, HTMLElement];
  expect(first.textContent).toMatch(/Omar Nasser.*Brother.*Call first/);
  expect(second.textContent).not.toContain("Call first");
  const coverages = (await region("Coverage")).getAllByRole("listitem").map(({ textContent }) => textContent);
  expect(coverages.map((text) => /To come|Current|Ended/.exec(text ?? "")?.[0])).toEqual([
    "To come",
    "Current",
    "Ended",
  ]);
  expect((await region("Consents")).getByText("Refused")).toBeTruthy();
});

test("what is not shown to the reader is left out, and what there is none of is said to be none", async () => {
  answerGraphql({ PatientSummary: whole({ coverages: [], consents: null, emergencyContacts: null }) });
  renderPart(<SummaryTab />, { viewer: viewer("PROVIDER") });
  expect(await screen.findByText("No coverage recorded: the patient pays.")).toBeTruthy();
  expect(screen.queryByRole("region", { name: "Consents" })).toBeNull();
  expect(screen.queryByRole("region", { name: "Emergency contacts" })).toBeNull();
});

test("the desk changes coverages, a nurse the person alone, and a partner's view neither", async () => {
  const offered = async (role: "STAFF" | "NURSE" | "PARTNER") => {
    answerGraphql({ PatientSummary: whole() });
    const { unmount } = renderPart(<SummaryTab />, { viewer: viewer(role) });
    await screen.findByRole("region", { name: "Details" });
    const names = ["Edit", "Add coverage"].filter((name) => screen.queryByRole("button", { name }) !== null);
    unmount();
    return names;
  };
  expect(await offered("STAFF")).toEqual(["Edit", "Add coverage"]);
  expect(await offered("NURSE")).toEqual(["Edit"]);
  expect(await offered("PARTNER")).toEqual([]);
});

test("a part that cannot be read says so, and is read again", async () => {
  const answers = [{ data: { patient: null }, errors: [unavailable("patient")] }, whole()];
  const answer = () => answers.shift() ?? whole();
  answerGraphql({ PatientSummary: answer });
  renderPart(<SummaryTab />, { viewer: viewer("STAFF") });
  fireEvent.click(await screen.findByRole("button", { name: "Try again" }));
  expect(await screen.findByText("March 1, 1980")).toBeTruthy();
});
