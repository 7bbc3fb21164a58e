import { describe, expect, it } from "vitest";
import { Role, type Viewer } from "../viewer/viewer.ts";
import { assertMay, type Rule } from "./policy.ts";

const rule: Rule = { action: "hours.set", organization: [Role.STAFF], ownProvider: true };

function reachOf(viewer: Partial<Viewer>, asked: Rule = rule) {
  const denials: string[] = [];
  const context = {
    viewer: {
      userId: "",
      organizationId: "",
      roles: [],
      scopes: new Set<string>(),
      patientId: undefined,
      providerId: undefined,
      ...viewer,
    },
    audit: { denied: (action: string) => denials.push(action) } as never,
  };
  try {
    return assertMay(context, asked);
  } catch {
    return denials;
  }
}

describe("a provider's own record", () => {
  it("is as far as a rule that names it reaches", () => {
    expect(reachOf({ roles: [Role.PROVIDER], providerId: "p-1" })).toEqual({ kind: "provider", providerId: "p-1" });
    expect(reachOf({ roles: [Role.STAFF, Role.PROVIDER], providerId: "p-1" })).toEqual({ kind: "organization" });
  });

  it("is nobody's without the role, without the record, or when the rule does not name it", () => {
    expect(reachOf({ roles: [Role.NURSE], providerId: "p-1" })).toEqual(["hours.set"]);
    expect(reachOf({ roles: [Role.PROVIDER] })).toEqual(["hours.set"]);
    const { ownProvider: _, ...others } = rule;
    expect(reachOf({ roles: [Role.PROVIDER], providerId: "p-1" }, others)).toEqual(["hours.set"]);
  });
});
