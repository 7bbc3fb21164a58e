import { expect, test } from "vitest";
import type { AppointmentStatus, Role, VisitType } from "../graphql/graphql.ts";
import { allowedActions } from "./appointment-actions.ts";

const now = new Date("2026-11-20T15:00:00Z");
const timeZone = "America/New_York";
const visit = (status: AppointmentStatus, startsAt = "2026-11-20T18:00:00Z", visitType: VisitType = "IN_PERSON") => ({
  status,
  visitType,
  startsAt,
  endsAt: new Date(Date.parse(startsAt) + 1_200_000).toISOString(),
  provider: { id: "d1", timeZone: "America/New_York" },
});
const as = (...roles: Role[]) => ({ viewer: { roles, providerId: null }, now, timeZone });
const asProvider = (providerId: string) => ({ viewer: { roles: ["PROVIDER"] as const, providerId }, now, timeZone });

test.each([
  ["REQUESTED", ["confirm", "cancel"]],
  ["BOOKED", ["confirm", "checkIn", "reschedule", "cancel"]],
  ["CONFIRMED", ["checkIn", "reschedule", "cancel"]],
  ["CHECKED_IN", ["cancel"]],
  ["IN_PROGRESS", []],
  ["FULFILLED", []],
  ["CANCELLED", []],
  ["NO_SHOW", ["checkIn"]],
] as const)("staff can do with a visit that is %s: %j", (status, actions) => {
  expect(allowedActions(visit(status), as("STAFF"))).toEqual(actions);
  expect(allowedActions(visit(status), as("ADMIN"))).toEqual(actions);
});

test("patients arrive on the day of the visit, by its provider's calendar, or are noted later", () => {
  const tomorrowThere = visit("CONFIRMED", "2026-11-21T05:30:00Z");
  expect(allowedActions(tomorrowThere, as("STAFF"))).not.toContain("checkIn");
  const lateToday = visit("CONFIRMED", "2026-11-21T03:30:00Z");
  expect(allowedActions(lateToday, as("STAFF"))).toContain("checkIn");
  // In Auckland it is 4 in the morning of the 21st.
  const provider = { id: "d1", timeZone: "Pacific/Auckland" };
  expect(allowedActions({ ...tomorrowThere, provider }, as("STAFF"))).toContain("checkIn");
  expect(allowedActions({ ...visit("CONFIRMED", "2026-11-21T12:00:00Z"), provider }, as("STAFF"))).not.toContain(
    "checkIn",
  );
  expect(allowedActions({ ...tomorrowThere, provider: null }, as("STAFF"))).not.toContain("checkIn");
  expect(allowedActions({ ...lateToday, provider: null }, as("STAFF"))).toContain("checkIn");
  expect(allowedActions(visit("NO_SHOW", "2026-11-19T18:00:00Z"), as("STAFF"))).toContain("checkIn");
});

test("a visit soon after midnight has its patient there an hour before", () => {
  const atMidnight = { viewer: as("STAFF").viewer, timeZone, now: new Date("2026-11-21T04:30:00Z") };
  expect(allowedActions(visit("BOOKED", "2026-11-21T05:20:00Z"), atMidnight)).toContain("checkIn");
  expect(allowedActions(visit("BOOKED", "2026-11-21T05:31:00Z"), atMidnight)).not.toContain("checkIn");
});

test("a patient moves and cancels what has not begun, and nothing else", () => {
  expect(allowedActions(visit("BOOKED"), as("PATIENT"))).toEqual(["reschedule", "cancel"]);
  expect(allowedActions(visit("CHECKED_IN"), as("PATIENT"))).toEqual([]);
  const begun = visit("BOOKED", "2026-11-20T14:59:00Z");
  expect(allowedActions(begun, as("PATIENT"))).toEqual([]);
  expect(allowedActions(visit("IN_PROGRESS"), as("PATIENT"))).toEqual([]);
});

const soon = "2026-11-20T16:00:00Z";

test.each([
  ["REQUESTED", [], []],
  ["BOOKED", ["start"], ["start"]],
  ["CONFIRMED", ["start"], ["start"]],
  ["CHECKED_IN", ["start"], ["start"]],
  ["IN_PROGRESS", [], ["complete"]],
  ["FULFILLED", [], []],
  ["CANCELLED", [], []],
  ["NO_SHOW", [], []],
] as const)(
  "of seeing a patient whose visit is %s, a nurse can do %j and its provider %j",
  (status, nurse, provider) => {
    const seeing = (actions: readonly string[]) => actions.filter((name) => name === "start" || name === "complete");
    expect(seeing(allowedActions(visit(status, soon), as("NURSE")))).toEqual(nurse);
    expect(seeing(allowedActions(visit(status, soon), asProvider("d1")))).toEqual(provider);
    expect(seeing(allowedActions(visit(status, soon), asProvider("d2")))).toEqual([]);
    expect(seeing(allowedActions(visit(status, soon), as("ADMIN", "STAFF")))).toEqual([]);
  },
);

test("a visit begins an hour before its time at the earliest, and as late as the patient comes", () => {
  expect(allowedActions(visit("CHECKED_IN", soon), as("NURSE"))).toContain("start");
  expect(allowedActions(visit("CHECKED_IN", "2026-11-20T16:00:01Z"), as("NURSE"))).not.toContain("start");
  expect(allowedActions(visit("CHECKED_IN", "2026-11-20T14:30:00Z"), as("NURSE"))).toContain("start");
});

test("a provider whose name is not available is nobody's own", () => {
  expect(allowedActions({ ...visit("IN_PROGRESS"), provider: null }, as("PROVIDER"))).toEqual([]);
});

test.each([
  ["BOOKED", "2026-11-20T15:50:00Z", true],
  ["IN_PROGRESS", "2026-11-20T14:50:00Z", true],
  ["BOOKED", "2026-11-20T16:01:00Z", false],
  ["IN_PROGRESS", "2026-11-20T10:20:00Z", false],
  ["FULFILLED", "2026-11-20T14:50:00Z", false],
  ["CANCELLED", "2026-11-20T15:10:00Z", false],
] as const)(
  "a video visit that is %s and starts at %s is joined by its patient and its provider alone: %s",
  (status, startsAt, joined) => {
    const joins = (who: Parameters<typeof allowedActions>[1], visitType: VisitType = "VIDEO") =>
      allowedActions(visit(status, startsAt, visitType), who).includes("join");
    expect([joins(as("PATIENT")), joins(asProvider("d1"))]).toEqual([joined, joined]);
    expect([joins(asProvider("d2")), joins(as("NURSE")), joins(as("STAFF"))]).toEqual([false, false, false]);
    expect(joins(as("PATIENT"), "PHONE")).toBe(false);
  },
);
