import { importedId, Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { identitySubgraph } from "../subgraph.ts";
import { startTestIdentity, type TestIdentity } from "../testing/test.identity.ts";

const clinic = "0199a000-0000-7000-8000-000000000001";
const otherClinic = "0199a000-0000-7000-8000-000000000002";
const document =
  "{ viewer { id displayName email roles organization { id name timeZone currency } patient { id } provider { id } } }";

describe("the viewer with an account here", () => {
  let identity: TestIdentity;
  beforeAll(async () => {
    identity = await startTestIdentity();
  });
  afterAll(() => identity.close());

  it.each([
    ["admin", "ADMIN", null, null],
    ["staff", "STAFF", null, null],
    ["nurse", "NURSE", null, null],
    ["doctor", "PROVIDER", null, importedId(clinic, "provider", "demo-provider-1")],
    ["patient", "PATIENT", importedId(clinic, "patient", "demo-patient-1"), null],
  ])("sees themselves: %s", async (name, role, patient, provider) => {
    const email = `${name}@careconnect.test`;
    const { data, errors } = await identity.query(await identity.tokenOf(email), document);
    expect(errors).toBeUndefined();
    expect(data.viewer).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      displayName: expect.stringMatching(/\w+ \w+/),
      email,
      roles: [role],
      organization: { id: clinic, name: "CareConnect Clinic", timeZone: "America/New_York", currency: "USD" },
      patient: patient && { id: patient },
      provider: provider && { id: provider },
    });
  });

  it("is in their own organization", async () => {
    const { data } = await identity.query(await identity.tokenOf("admin@otherclinic.test"), document);
    expect(data.viewer.organization).toEqual({
      id: otherClinic,
      name: "Other Clinic",
      timeZone: "Europe/Berlin",
      currency: "EUR",
    });
  });

  it("costs one select for the user and one for the organization", async () => {
    const token = await identity.tokenOf("staff@careconnect.test");
    identity.subgraph.statements.length = 0;
    await identity.query(token, document);
    const tables = identity.subgraph.statements.flatMap(
      (sql) => /^select .* from "?(user_account|organization)\b/s.exec(sql)?.[1] ?? [],
    );
    expect(tables.sort()).toEqual(["organization", "user_account"]);
  });

  it("is nobody without a token", async () => {
    const { status, errors } = await identity.query("a.b.c", document);
    expect(status).toBe(401);
    expect(errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
  });
});

describe("the viewer without an account here", () => {
  let subgraph: TestSubgraph;
  beforeAll(async () => {
    subgraph = await startTestSubgraph(identitySubgraph);
  });
  afterAll(() => subgraph.close());

  const userId = "0199c000-0000-7000-8000-000000000009";
  const nameless = { id: userId, displayName: null, email: null, patient: null, provider: null };

  it("has an id and the roles of their token, and no name", async () => {
    const viewer = { organizationId: clinic, roles: [Role.PARTNER], userId };
    const { data, errors } = await subgraph.query(viewer, document);
    expect(errors).toBeUndefined();
    expect(data.viewer).toMatchObject({ ...nameless, roles: ["PARTNER"], organization: { id: clinic } });
  });

  it("may be in an organization that is not here either", async () => {
    const viewer = { organizationId: "0199a000-0000-7000-8000-00000000000f", roles: [Role.PATIENT], userId };
    const { data, errors } = await subgraph.query(viewer, document);
    expect(errors).toBeUndefined();
    expect(data.viewer).toEqual({ ...nameless, roles: ["PATIENT"], organization: null });
  });

  it("does not get the name of another organization's user by that user's id", async () => {
    const [user] = await subgraph.orm.em.getConnection().execute("select id from user_account where roles = '{NURSE}'");
    const own = { organizationId: clinic, roles: [Role.NURSE], userId: String(user?.id) };
    expect((await subgraph.query(own, document)).data.viewer.displayName).toBe("Nadia Brooks");
    const { data } = await subgraph.query({ ...own, organizationId: otherClinic }, document);
    expect(data.viewer).toMatchObject({ displayName: null, email: null });
  });
});
