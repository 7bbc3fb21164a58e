import { expect, it } from "vitest";
import { groupOf } from "./shared.fields.ts";

const claims = { sub: "one", jti: "a", iat: 1, exp: 2, org: "clinic", roles: ["NURSE", "STAFF"], scope: "graphql" };

it("trap 5: who may share differs in nothing but who it is", () => {
  const group = groupOf(claims);
  expect(groupOf({ ...claims, sub: "two", jti: "b", iat: 3, exp: 4 })).toBe(group);
  expect(groupOf({ scope: "graphql", roles: ["STAFF", "NURSE"], org: "clinic", sub: "three" })).toBe(group);
  for (const other of [
    { org: "another" },
    { roles: ["NURSE"] },
    { scope: "graphql import" },
    { patient_id: "p1" },
    { elevated: true },
  ]) {
    expect(groupOf({ ...claims, ...other })).not.toBe(group);
  }
});
