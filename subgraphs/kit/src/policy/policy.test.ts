import { afterEach, describe, expect, it } from "vitest";
import { Role, type Viewer } from "../viewer/viewer.ts";
import { useLocationFacts } from "./policy.location.ts";
import { assertMay, by, type Rule } from "./policy.ts";
import { isOrganizationWide, rowsWithin } from "./reach.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const rule: Rule = {
  action: "hours.set",
  may: { ...by("organization", Role.STAFF), PROVIDER: ["own", "care", "breakGlass"], PATIENT: "self" },
};

function reachOf(viewer: Partial<Viewer>, asked: Rule = rule) {
  const denials: string[] = [];
  const context = {
    viewer: {
      userId: "",
      organizationId,
      roles: [],
      scopes: new Set(["graphql"]),
      patientId: undefined,
      providerId: undefined,
      breakGlass: [],
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

const refused = ["hours.set"];
const inFiveMinutes = () => new Date(Date.now() + 300_000);

describe("a rule", () => {
  it("reaches as far as the relations of the viewer's roles, all of them", () => {
    expect(reachOf({ roles: [Role.STAFF] })).toEqual([{ relation: "organization" }]);
    expect(reachOf({ roles: [Role.PATIENT], patientId: "p" })).toEqual([{ relation: "self", patientIds: ["p"] }]);
    expect(reachOf({ roles: [Role.PROVIDER, Role.PATIENT], patientId: "p", providerId: "d" })).toEqual([
      { relation: "own", providerId: "d" },
      { relation: "care", organizationId, providerId: "d" },
      { relation: "self", patientIds: ["p"] },
    ]);
  });

  it("refuses a role that it does not name, and one without the record that its relation needs", () => {
    expect(reachOf({ roles: [Role.NURSE], providerId: "d", patientId: "p" })).toEqual(refused);
    expect(reachOf({ roles: [Role.PROVIDER], patientId: "p" })).toEqual(refused);
    expect(reachOf({ roles: [Role.PATIENT], providerId: "d" })).toEqual(refused);
    expect(reachOf({ roles: [Role.STAFF] }, { ...rule, scope: "hours" })).toEqual(refused);
  });

  it("is open to an application by the scopes that it names, and not for more than whom it acts for may", () => {
    const delegated: Rule = { ...rule, delegated: ["directory.read", "records.read"] };
    const patient = { roles: [Role.PATIENT], patientId: "p" };
    const self = [{ relation: "self", patientIds: ["p"] }];
    const withScopes = (...scopes: string[]) => ({ ...patient, scopes: new Set(scopes) });
    expect(reachOf(withScopes("records.read"), delegated)).toEqual(self);
    expect(reachOf(withScopes("invoices.read", "directory.read"), delegated)).toEqual(self);
    expect(reachOf(withScopes("invoices.read"), delegated)).toEqual(refused);
    expect(reachOf(withScopes("records.read"))).toEqual(refused);
    expect(reachOf(withScopes(), delegated)).toEqual(refused);
    expect(reachOf({ ...withScopes("records.read"), roles: [Role.NURSE] }, delegated)).toEqual(refused);
    expect(reachOf(withScopes("graphql"), delegated)).toEqual(self);
  });

  it("breaks the glass until the time that the token gives, however long the token lives", () => {
    const leave = (until: Date) => ({ roles: [Role.PROVIDER], breakGlass: [{ patientId: "p", until }] });
    expect(reachOf(leave(inFiveMinutes()))).toEqual([{ relation: "breakGlass", patientIds: ["p"] }]);
    expect(reachOf(leave(new Date()))).toEqual(refused);
  });
});

describe("consent", () => {
  const subject: Rule = { ...rule, subjectTo: ["consent"], delegated: ["records.read"] };
  const provider = { roles: [Role.PROVIDER, Role.PATIENT], patientId: "p", providerId: "d" };
  const seeing = { scope: "PROVIDER_ACCESS", subject: "d" } as const;
  const sharing = { scope: "DATA_SHARING", subject: "APPLICATIONS" } as const;

  it("is asked of whoever comes by care, and not of oneself or the organization", () => {
    expect(reachOf(provider, subject)).toEqual([
      { relation: "own", providerId: "d" },
      { relation: "care", organizationId, providerId: "d", refusals: { organizationId, refused: [seeing] } },
      { relation: "self", patientIds: ["p"] },
    ]);
    expect(reachOf({ roles: [Role.STAFF] }, subject)).toEqual([{ relation: "organization" }]);
    expect(reachOf(provider)[1]).toEqual({ relation: "care", organizationId, providerId: "d" });
  });

  it("to share is asked of applications, whomever they act for, but not of what is about oneself", () => {
    const scopes = new Set(["records.read"]);
    expect(reachOf({ ...provider, scopes }, subject)).toEqual([
      { relation: "own", providerId: "d", refusals: { organizationId, refused: [sharing] } },
      { relation: "care", organizationId, providerId: "d", refusals: { organizationId, refused: [seeing, sharing] } },
      { relation: "self", patientIds: ["p"] },
    ]);
    const shared = { relation: "organization", refusals: { organizationId, refused: [sharing] } } as const;
    expect(reachOf({ roles: [Role.STAFF], scopes }, subject)).toEqual([shared]);
    expect(isOrganizationWide([shared])).toBe(false);
  });
});

describe("a place from which it may not be done", () => {
  afterEach(() => useLocationFacts());

  it("leaves what is about oneself, of a rule that is subject to it", () => {
    useLocationFacts(() => false);
    const subject: Rule = { ...rule, subjectTo: ["location"] };
    expect(reachOf({ roles: [Role.STAFF] }, subject)).toEqual(refused);
    expect(reachOf({ roles: [Role.STAFF] })).toEqual([{ relation: "organization" }]);
    expect(reachOf({ roles: [Role.STAFF] }, { ...rule, subjectTo: ["consent"] })).toEqual([
      { relation: "organization" },
    ]);
    expect(reachOf({ roles: [Role.PATIENT], patientId: "p" }, subject)).toEqual([
      { relation: "self", patientIds: ["p"] },
    ]);
  });
});

describe("rows", () => {
  it("without an owner of the kind that a way needs are a mistake", () => {
    expect(rowsWithin([{ relation: "organization" }], {})).toEqual({});
    expect(() => rowsWithin([{ relation: "own", providerId: "d" }], { patient: "patientId" })).toThrow("no provider");
    expect(() => rowsWithin([{ relation: "self", patientIds: ["p"] }], { provider: "id" })).toThrow("no patient");
    expect(() => rowsWithin([{ relation: "care", organizationId, providerId: "d" }], { patient: "id" })).toThrow(
      "care",
    );
    expect(() => rowsWithin([], { patient: "id" })).toThrow("no reach");
  });
});
