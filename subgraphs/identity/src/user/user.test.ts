import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startTestIdentity, type TestIdentity } from "../testing/test.identity.ts";

let identity: TestIdentity;
let admin: string;
beforeAll(async () => {
  identity = await startTestIdentity();
  admin = await identity.tokenOf("admin@careconnect.test");
});
afterAll(() => identity.close());

const change = (token: string, input: Record<string, unknown>) =>
  identity.query(
    token,
    `mutation ($input: ChangeUserRolesInput!) {
      changeUserRoles(input: $input) { user { roles version } userErrors { code field } }
    }`,
    { input },
  );

async function userOf(email: string): Promise<{ id: string; version: number }> {
  const { data } = await identity.query(admin, "{ users { nodes { id email version } } }");
  return data.users.nodes.find((user: { email: string }) => user.email === email);
}

describe("the users", () => {
  it("are listed by name for an administrator of their organization, and for nobody else", async () => {
    const { data } = await identity.query(admin, "{ users { totalCount nodes { displayName email roles } } }");
    expect(data.users.totalCount).toBe(5);
    expect(data.users.nodes[0]).toEqual({
      displayName: "Ada Mitchell",
      email: "admin@careconnect.test",
      roles: ["ADMIN"],
    });
    for (const name of ["staff", "nurse", "doctor", "patient"]) {
      const token = await identity.tokenOf(`${name}@careconnect.test`);
      expect((await identity.query(token, "{ users { totalCount } }")).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    }
  });
});

it("the users show an administrator who is suspended, and since when", async () => {
  const { id } = await userOf("doctor@careconnect.test");
  const suspendedOnes = async () => {
    const { data } = await identity.query(admin, "{ users { nodes { id suspendedAt } } }");
    return data.users.nodes.filter(({ suspendedAt }: { suspendedAt: string | null }) => suspendedAt !== null);
  };
  expect(await suspendedOnes()).toEqual([]);
  const reason = "Lost their telephone.";
  await identity.query(
    admin,
    `mutation { suspendUser(input: { id: "${id}", reason: "${reason}" }) { userErrors { code } } }`,
  );
  expect(await suspendedOnes()).toEqual([{ id, suspendedAt: expect.any(String) }]);
  await identity.query(admin, `mutation { reinstateUser(input: { id: "${id}" }) { userErrors { code } } }`);
  expect(await suspendedOnes()).toEqual([]);
});

describe("changeUserRoles", () => {
  it("changes what the next token says, with an audit entry and an event", async () => {
    const { id, version } = await userOf("nurse@careconnect.test");
    const { data } = await change(admin, { id, expectedVersion: version, roles: ["NURSE", "STAFF", "NURSE"] });
    expect(data.changeUserRoles).toEqual({ user: { roles: ["NURSE", "STAFF"], version: version + 1 }, userErrors: [] });
    const token = await identity.tokenOf("nurse@careconnect.test");
    expect((await identity.query(token, "{ viewer { roles } }")).data.viewer.roles).toEqual(["NURSE", "STAFF"]);
    const [event] = await identity.sql("select payload from outbox_event where type = 'user.roles.changed'");
    expect(event?.payload).toEqual({ userId: id, roles: ["NURSE", "STAFF"] });
    const [entry] = await identity.sql("select entity_ids from audit_entry where 'user.change-roles' = any(actions)");
    expect(JSON.stringify(entry)).toContain(id);
  });

  it("revokes the tokens that say the old roles, and no session", async () => {
    const { id, version } = await userOf("patient@careconnect.test");
    const { iat = 0, sid } = decodeJwt(await identity.tokenOf("patient@careconnect.test"));
    await change(admin, { id, expectedVersion: version, roles: ["STAFF"] });
    await vi.waitFor(
      async () => {
        const feed = await fetch(`${identity.subgraph.url}/oidc/revocations`);
        const { revocations } = (await feed.json()) as { revocations: { sub?: string; notAfterIat: number }[] };
        const { notAfterIat } = revocations.find(({ sub }) => sub === id) ?? {};
        expect(notAfterIat).toBeGreaterThanOrEqual(iat);
      },
      { timeout: 10_000, interval: 50 },
    );
    expect(await identity.sql(`select revoked_at from session where id = '${sid}'`)).toEqual([{ revoked_at: null }]);
    await change(admin, { id, expectedVersion: version + 1, roles: ["PATIENT"] });
  });

  it("leaves an organization its last administrator, even when two end each other's role at once", async () => {
    const ada = await userOf("admin@careconnect.test");
    const refused = await change(admin, { id: ada.id, expectedVersion: ada.version, roles: ["STAFF"] });
    expect(refused.data.changeUserRoles.userErrors).toEqual([{ code: "LAST_ADMINISTRATOR", field: ["roles"] }]);
    const second = await userOf("staff@careconnect.test");
    await change(admin, { id: second.id, expectedVersion: second.version, roles: ["ADMIN"] });
    const other = await identity.tokenOf("staff@careconnect.test");
    const outcomes = await Promise.all([
      change(admin, { id: second.id, expectedVersion: second.version + 1, roles: ["STAFF"] }),
      change(other, { id: ada.id, expectedVersion: ada.version, roles: ["STAFF"] }),
    ]);
    const codes = outcomes.flatMap(({ data }) =>
      data.changeUserRoles.userErrors.map(({ code }: { code: string }) => code),
    );
    expect(codes).toEqual(["LAST_ADMINISTRATOR"]);
  });

  it.each([
    [{ roles: ["PARTNER"] }, "VALIDATION_FAILED"],
    [{ roles: [] }, "VALIDATION_FAILED"],
    [{ expectedVersion: 99 }, "VERSION_CONFLICT"],
    [{ id: "nobody" }, "NOT_FOUND"],
  ])("refuses %j as %s", async (changes, code) => {
    const { data: list } = await identity.query(await identity.tokenOf("admin@otherclinic.test"), "{ viewer { id } }");
    const input = { id: list.viewer.id, expectedVersion: 1, roles: ["ADMIN"], ...changes };
    const { data } = await change(await identity.tokenOf("admin@otherclinic.test"), input);
    expect(data.changeUserRoles.userErrors[0].code).toBe(code);
  });

  it("does not reach another organization's users", async () => {
    const { id, version } = await userOf("patient@careconnect.test");
    const stranger = await identity.tokenOf("admin@otherclinic.test");
    const { data } = await change(stranger, { id, expectedVersion: version, roles: ["ADMIN"] });
    expect(data.changeUserRoles.userErrors[0].code).toBe("NOT_FOUND");
  });
});
