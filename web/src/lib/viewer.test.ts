import { expect, test } from "vitest";
import { audienceOf } from "./viewer.ts";

test("staff work for the clinic, patients see their own, everyone else has no pages", () => {
  expect(audienceOf(["NURSE"])).toBe("staff");
  expect(audienceOf(["PATIENT"])).toBe("patient");
  expect(audienceOf(["PATIENT", "ADMIN"])).toBe("staff");
  expect(audienceOf(["PARTNER"])).toBe("none");
});
