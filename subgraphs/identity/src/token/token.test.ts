import { createTokenVerifier } from "@careconnect/kit/testing";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startTestIdentity, type TestIdentity } from "../testing/test.identity.ts";

const clinic = "0199a000-0000-7000-8000-000000000001";
const admin = { grant_type: "password", username: "admin@careconnect.test", password: "careconnect" };
const nurse = { ...admin, username: "nurse@careconnect.test" };

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startTestIdentity();
});
afterAll(() => identity.close());

const verify = (token: string) => {
  const { issuer } = identity.subgraph.issuer;
  return createTokenVerifier({ issuer, jwksUrl: identity.jwksUrl })(`Bearer ${token}`);
};

describe("a token for a password", () => {
  it("is verified as every subgraph does it, with the keys that are served", async () => {
    const { status, headers, body } = await identity.post("token", { ...admin, scope: "graphql import" });
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: "Bearer",
      expires_in: 300,
      scope: "graphql import",
    });
    expect(await verify(body.access_token)).toMatchObject({
      organizationId: clinic,
      roles: ["ADMIN"],
      scopes: new Set(["graphql", "import"]),
      patientId: undefined,
      providerId: undefined,
      breakGlass: [],
    });
  });

  it("is an RFC 9068 access token of five minutes, without name or e-mail address", async () => {
    const token = await identity.tokenOf("Doctor@CareConnect.test ");
    expect(decodeProtectedHeader(token)).toEqual({ alg: "RS256", kid: expect.any(String), typ: "at+jwt" });
    const { iat = 0, ...claims } = decodeJwt(token);
    expect(claims).toEqual({
      iss: identity.subgraph.issuer.issuer,
      aud: "careconnect",
      sub: expect.stringMatching(/^[0-9a-f-]{36}$/),
      org: clinic,
      roles: ["PROVIDER"],
      scope: "graphql",
      provider_id: expect.any(String),
      jti: expect.any(String),
      exp: iat + 300,
    });
  });

  it("carries the record that the user is", async () => {
    const { patientId, roles } = await verify(await identity.tokenOf("patient@careconnect.test"));
    expect({ patientId, roles }).toEqual({ patientId: expect.any(String), roles: ["PATIENT"] });
  });

  it("has the scope events for an administrator who asks for it", async () => {
    expect((await identity.post("token", { ...admin, scope: "events" })).body.scope).toBe("events");
  });

  it("has the scope graphql unless another is asked for", async () => {
    expect((await identity.post("token", admin)).body.scope).toBe("graphql");
  });
});

describe("a token request that is refused", () => {
  it("says the same for a wrong password as for an unknown user", async () => {
    const wrong = await identity.post("token", { ...admin, password: "wrong" });
    const unknown = await identity.post("token", { ...admin, username: "nobody@careconnect.test" });
    expect(wrong.status).toBe(401);
    expect(wrong.body).toEqual({
      error: "invalid_grant",
      error_description: "The e-mail address or the password is wrong.",
    });
    expect([unknown.status, unknown.body]).toEqual([wrong.status, wrong.body]);
  });

  it("costs the same statements for a wrong password as for an unknown user", async () => {
    const kindsOf = async (form: Record<string, string>) => {
      identity.subgraph.statements.length = 0;
      await identity.post("token", form);
      return identity.subgraph.statements.map((statement) => statement.split(" ").slice(0, 3).join(" "));
    };
    const wrong = await kindsOf({ ...nurse, password: "wrong" });
    expect(wrong.length).toBeGreaterThan(0);
    expect(await kindsOf({ ...nurse, username: "nobody-else@careconnect.test" })).toEqual(wrong);
  });

  it.each([
    ["an import by somebody who is no administrator", { ...nurse, scope: "graphql import" }, "invalid_scope"],
    ["events for somebody who is no administrator", { ...nurse, scope: "events" }, "invalid_scope"],
    ["a scope that is none", { ...admin, scope: "graphql everything" }, "invalid_scope"],
    ["another grant type", { ...admin, grant_type: "client_credentials" }, "unsupported_grant_type"],
    ["no grant type", { username: admin.username, password: admin.password }, "invalid_request"],
    ["no password", { grant_type: "password", username: admin.username }, "invalid_request"],
    ["a password without end", { ...admin, password: "x".repeat(1_025) }, "invalid_request"],
    ["a body without end", { ...admin, password: "x".repeat(20_000) }, "invalid_request"],
  ])("is told why: %s", async (_name, form, error) => {
    const answer = await identity.post("token", form as Record<string, string>);
    expect([answer.status, answer.body.error]).toEqual([400, error]);
    expect(answer.body.error_description).not.toContain("x".repeat(10));
  });

  it.each([
    ["JSON", "application/json", JSON.stringify(admin)],
    ["a parameter given twice", "application/x-www-form-urlencoded", `${new URLSearchParams(admin)}&username=other`],
  ])("is told why: %s", async (_name, contentType, body) => {
    const response = await fetch(`${identity.subgraph.url}/oidc/token`, {
      method: "POST",
      headers: { "content-type": contentType },
      body,
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: "invalid_request" });
  });
});

describe("too many failures", () => {
  const username = "staff@careconnect.test";
  const guess = (name: string) => identity.post("token", { ...admin, username: name, password: "guess" });
  const failures = () => identity.sql("select failures from sign_in_failure");

  beforeEach(() => identity.subgraph.database.asOwner("delete from sign_in_failure"));

  it.each([username, "unknown@careconnect.test"])("close an address for a while, known or not: %s", async (name) => {
    for (let count = 0; count < 10; count += 1) expect((await guess(name)).headers.get("retry-after")).toBeNull();
    const locked = await identity.post("token", { ...admin, username: name });
    expect(locked.status).toBe(401);
    expect(locked.body.error).toBe("invalid_grant");
    const wait = Number(locked.headers.get("retry-after"));
    expect(wait).toBeGreaterThan(20);
    expect(wait).toBeLessThanOrEqual(30);
    expect(locked.body.error_description).toContain(`in ${wait} seconds`);
    expect((await identity.post("token", nurse)).status).toBe(200);
  });

  it("wait longer with each failure, and are forgotten after the right password", async () => {
    await guess(username);
    await identity.subgraph.database.asOwner("update sign_in_failure set failures = 12");
    expect(Number((await guess(username)).headers.get("retry-after"))).toBeGreaterThan(100);
    await identity.subgraph.database.asOwner(
      "update sign_in_failure set last_failed_at = now() - interval '5 minutes'",
    );
    expect((await identity.post("token", { ...admin, username })).status).toBe(200);
    expect(await failures()).toEqual([]);
  });

  it("are all counted when they come at once", async () => {
    const answers = await Promise.all(Array.from({ length: 9 }, () => guess(username)));
    expect(answers.every(({ status }) => status === 401)).toBe(true);
    expect(await failures()).toEqual([{ failures: 9 }]);
  });

  it("stop a hit that was under way when the address was closed", async () => {
    const [staff] = await identity.sql("select email_index from user_account where roles = '{STAFF}'");
    const hit = await identity.subgraph.orm.em.fork().transactional(async (em) => {
      await em.execute("lock table user_account in access exclusive mode");
      const answer = identity.post("token", { ...admin, username });
      const waiting = "select 1 from pg_locks where relation = 'user_account'::regclass and not granted";
      while ((await identity.sql(waiting)).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      await identity.subgraph.database.asOwner(
        `insert into sign_in_failure values ('${staff?.email_index}', 10, now())`,
      );
      // In an object: awaiting it here would wait for the lock that this transaction holds.
      return { answer };
    });
    const { status, headers } = await hit.answer;
    expect([status, Number(headers.get("retry-after"))]).toEqual([401, expect.closeTo(30, -1)]);
  });

  it("are not kept for ever", async () => {
    await guess("passer-by@example.org");
    await identity.subgraph.database.asOwner("update sign_in_failure set last_failed_at = now() - interval '2 hours'");
    await guess(username);
    expect(await failures()).toEqual([{ failures: 1 }]);
  });
});

describe("a session", () => {
  const start = async (scope = "graphql offline_access"): Promise<string> => {
    const { body } = await identity.post("token", { ...admin, scope });
    return body.refresh_token;
  };
  const refresh = (refresh_token: string, more: Record<string, string> = {}) =>
    identity.post("token", { grant_type: "refresh_token", refresh_token, ...more });

  it("gives new access tokens for its refresh token", async () => {
    const refreshToken = await start();
    expect(refreshToken).toMatch(/^[\w-]{43}$/);
    const { status, body } = await refresh(refreshToken);
    expect(status).toBe(200);
    expect(body).toMatchObject({ expires_in: 300, scope: "graphql offline_access" });
    expect(body.refresh_token).toBeUndefined();
    expect(await verify(body.access_token)).toMatchObject({ roles: ["ADMIN"], scopes: new Set(["graphql"]) });
  });

  it("answers many at once", async () => {
    const refreshToken = await start();
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(refreshToken)));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
  });

  it("is kept as a hash, and starting it is in the audit log", async () => {
    const refreshToken = await start();
    const rows = await identity.sql("select * from session");
    expect(JSON.stringify(rows)).not.toContain(refreshToken);
    const entries = await identity.sql(
      "select entity_ids, actor_id from audit_entry where 'session.start' = any(actions)",
    );
    expect(entries.map((entry) => (entry.entity_ids as string[])[0])).toEqual(
      expect.arrayContaining(rows.map(({ id }) => id)),
    );
  });

  it("gives less when less is asked for, and never more", async () => {
    const refreshToken = await start("graphql import offline_access");
    expect((await refresh(refreshToken, { scope: "graphql" })).body.scope).toBe("graphql");
    const more = await refresh(await start(), { scope: "graphql import" });
    expect([more.status, more.body.error]).toEqual([400, "invalid_scope"]);
  });

  it("loses the scope import with the role", async () => {
    const refreshToken = await start("graphql import offline_access");
    const asOwner = (role: string) =>
      identity.subgraph.database.asOwner(
        `update user_account set roles = '{${role}}' where id = (select user_id from session order by created_at desc limit 1)`,
      );
    await asOwner("STAFF");
    const answer = await refresh(refreshToken);
    await asOwner("ADMIN");
    expect(answer.body.error).toBe("invalid_scope");
  });

  it.each([
    ["after 30 days", "expires_at = now()"],
    ["after 12 idle hours", "last_used_at = now() - interval '12 hours'"],
    ["when it is revoked", "revoked_at = now()"],
  ])("ends %s", async (_name, change) => {
    const refreshToken = await start();
    expect((await refresh(refreshToken)).status).toBe(200);
    await identity.subgraph.database.asOwner(`update session set ${change}`);
    const { status, body } = await refresh(refreshToken);
    expect([status, body.error]).toEqual([401, "invalid_grant"]);
  });

  it("ends by revocation, which answers the same for what is no token", async () => {
    const refreshToken = await start();
    const other = await start();
    expect((await identity.post("revocation", { token: refreshToken })).status).toBe(200);
    expect((await refresh(refreshToken)).status).toBe(401);
    expect((await refresh(other)).status).toBe(200);
    for (const token of [refreshToken, "nonsense", await identity.tokenOf(admin.username)])
      expect((await identity.post("revocation", { token })).status).toBe(200);
    expect((await identity.post("revocation", {})).status).toBe(400);
    expect(await identity.sql("select count(*)::int from audit_entry where 'session.revoke' = any(actions)")).toEqual([
      { count: 1 },
    ]);
  });
});

describe("a fault", () => {
  it("is masked", async () => {
    await identity.subgraph.database.asOwner("alter table sign_in_failure rename to gone");
    try {
      const { status, body } = await identity.post("token", admin);
      expect([status, body.error]).toEqual([500, "server_error"]);
      expect(JSON.stringify(body)).not.toContain("sign_in_failure");
    } finally {
      await identity.subgraph.database.asOwner("alter table gone rename to sign_in_failure");
    }
  });
});
