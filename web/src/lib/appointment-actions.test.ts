import { expect, test } from "vitest";
import type { AppointmentStatus } from "../graphql/graphql.ts";
import { allowedActions } from "./appointment-actions.ts";

const now = new Date("2026-11-20T15:00:00Z");
const timeZone = "America/New_York";
const visit = (status: AppointmentStatus, startsAt = "2026-11-20T18:00:00Z") => ({ status, startsAt });

test.each([
  ["REQUESTED", ["cancel"]],
  ["BOOKED", ["confirm", "checkIn", "reschedule", "cancel"]],
  ["CONFIRMED", ["checkIn", "reschedule", "cancel"]],
  ["CHECKED_IN", ["cancel"]],
  ["IN_PROGRESS", []],
  ["FULFILLED", []],
  ["CANCELLED", []],
  ["NO_SHOW", []],
] as const)("staff can do with a visit that is %s: %j", (status, actions) => {
  expect(allowedActions(visit(status), { audience: "staff", now, timeZone })).toEqual(actions);
});

test("patients arrive on the day of the visit, by the clinic's calendar", () => {
  const tomorrowThere = visit("CONFIRMED", "2026-11-21T05:30:00Z");
  expect(allowedActions(tomorrowThere, { audience: "staff", now, timeZone })).not.toContain("checkIn");
  const lateToday = visit("CONFIRMED", "2026-11-21T03:30:00Z");
  expect(allowedActions(lateToday, { audience: "staff", now, timeZone })).toContain("checkIn");
});

test("a patient moves and cancels what has not begun, and nothing else", () => {
  expect(allowedActions(visit("BOOKED"), { audience: "patient", now, timeZone })).toEqual(["reschedule", "cancel"]);
  expect(allowedActions(visit("CHECKED_IN"), { audience: "patient", now, timeZone })).toEqual([]);
  const begun = visit("BOOKED", "2026-11-20T14:59:00Z");
  expect(allowedActions(begun, { audience: "patient", now, timeZone })).toEqual([]);
});
