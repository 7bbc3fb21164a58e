import { expect, test } from "vitest";
import { validityOf } from "./credential-validity.ts";

const of = (issuedOn: string, expiresOn: string | null, status: "RECORDED" | "REVOKED" = "RECORDED") =>
  validityOf({ status, issuedOn, expiresOn }, "2026-11-28");

test("a credential is valid until its last day, of which it is said two months before", () => {
  expect(of("2020-01-01", null)).toEqual({ kind: "valid" });
  expect(of("2020-01-01", "2027-01-28")).toEqual({ kind: "valid" });
  expect(of("2020-01-01", "2027-01-27")).toEqual({ kind: "expiring", days: 60 });
  expect(of("2020-01-01", "2026-11-28")).toEqual({ kind: "expiring", days: 0 });
  expect(of("2020-01-01", "2026-11-27")).toEqual({ kind: "expired" });
  expect(of("2026-11-29", null)).toEqual({ kind: "notYet" });
});

test("what was revoked is nothing else", () => {
  expect(of("2020-01-01", "2026-11-27", "REVOKED")).toEqual({ kind: "REVOKED" });
});
