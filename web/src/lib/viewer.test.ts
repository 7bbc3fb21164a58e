import { expect, test } from "vitest";
import { audienceOf, hasPages } from "./viewer.ts";

test("staff work for the clinic, patients see their own, everyone else has no pages", () => {
  expect(audienceOf(["NURSE"])).toBe("staff");
  expect(audienceOf(["PATIENT"])).toBe("patient");
  expect(audienceOf(["PATIENT", "ADMIN"])).toBe("staff");
  expect(audienceOf(["PARTNER"])).toBe("none");
});

test("there are pages for staff, and for patients whose account is linked to a record", () => {
  expect(hasPages({ roles: ["NURSE"], patientId: null })).toBe(true);
  expect(hasPages({ roles: ["PATIENT"], patientId: "p1" })).toBe(true);
  expect(hasPages({ roles: ["PATIENT"], patientId: null })).toBe(false);
  expect(hasPages({ roles: ["PATIENT", "STAFF"], patientId: null })).toBe(true);
  expect(hasPages({ roles: ["PARTNER"], patientId: null })).toBe(false);
});
