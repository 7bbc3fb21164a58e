import { expect, test } from "vitest";
import { mayWithRecords } from "./record-rights.ts";

test("the front desk sees no history, and administrators alone merge", () => {
  expect(mayWithRecords({ roles: ["STAFF"] }, "seeHistory")).toBe(false);
  expect(mayWithRecords({ roles: ["STAFF"] }, "merge")).toBe(false);
  expect(mayWithRecords({ roles: ["ADMIN"] }, "merge")).toBe(true);
});

test("whoever has several roles may what one of them may", () => {
  expect(mayWithRecords({ roles: ["STAFF", "PROVIDER"] }, "prescribe")).toBe(true);
  expect(mayWithRecords({ roles: [] }, "change")).toBe(false);
});

test("whoever is there by emergency access reads, and changes nothing", () => {
  const reader = { roles: ["PROVIDER"], readsOnly: true } as const;
  expect(mayWithRecords(reader, "seeHistory")).toBe(true);
  expect(mayWithRecords(reader, "change")).toBe(false);
  expect(mayWithRecords(reader, "prescribe")).toBe(false);
});
