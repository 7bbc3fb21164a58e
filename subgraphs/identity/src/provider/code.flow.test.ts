import { createTokenVerifier } from "@careconnect/kit/testing";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPkce, openTestBrowser } from "../testing/test.browser.ts";
import { startTestIdentity, type TestIdentity } from "../testing/test.identity.ts";

const clinic = "0199a000-0000-7000-8000-000000000001";

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startTestIdentity();
});
afterAll(() => identity.close());

const browser = () => openTestBrowser(identity.subgraph.issuer.issuer, identity.subgraph.url);

const challenged = () => {
  const { verifier, challenge } = createPkce();
  return { verifier, parameters: { code_challenge: challenge, code_challenge_method: "S256" } };
};

/** The events that tell of the end of the session `sid`. */
const endsOf = async (sid: unknown) =>
  (await identity.sql(`select payload from outbox_event where aggregate_id = '${sid}'`)).map(({ payload }) => payload);

describe("the authorization code flow with PKCE", () => {
  it("gives the router tokens that every subgraph verifies, and that say how and where the person signed in", async () => {
    const { tokens } = await identity.signIn(browser(), "doctor@careconnect.test");
    expect(tokens).toEqual({
      access_token: expect.any(String),
      id_token: expect.any(String),
      refresh_token: expect.any(String),
      token_type: "Bearer",
      expires_in: 300,
      scope: "graphql",
    });
    expect(decodeProtectedHeader(tokens.access_token)).toEqual({
      alg: "RS256",
      kid: expect.any(String),
      typ: "at+jwt",
    });
    const { iat = 0, ...claims } = decodeJwt(tokens.access_token);
    const [session] = await identity.sql("select id from session where client_id = 'careconnect-web'");
    expect(claims).toEqual({
      iss: identity.subgraph.issuer.issuer,
      aud: "careconnect",
      sub: "d7f55811-d24b-5916-b6c0-92f018d1c0db",
      org: clinic,
      roles: ["PROVIDER"],
      scope: "graphql",
      provider_id: expect.any(String),
      client_id: "careconnect-web",
      sid: session?.id,
      amr: ["pwd"],
      acr: "aal1",
      jti: expect.any(String),
      exp: iat + 300,
    });
    expect(decodeJwt(tokens.id_token)).toMatchObject({ aud: "careconnect-web", sid: session?.id, amr: ["pwd"] });
    const verify = createTokenVerifier({ issuer: identity.subgraph.issuer.issuer, jwksUrl: identity.jwksUrl });
    expect(await verify(`Bearer ${tokens.access_token}`)).toMatchObject({
      organizationId: clinic,
      roles: ["PROVIDER"],
      sessionId: session?.id,
    });
  });

  it("asks nobody to sign in twice in one browser", async () => {
    const first = browser();
    await identity.signIn(first, "nurse@careconnect.test");
    const { parameters } = challenged();
    const { url } = await first.open(
      identity.authorizationUrl(identity.web, { scope: "openid graphql", ...parameters }),
    );
    expect(url.searchParams.get("code")).toEqual(expect.any(String));
  });

  it("asks again when nothing was done in the browser for twelve hours", async () => {
    const left = browser();
    const { tokens } = await identity.signIn(left, "nurse@careconnect.test");
    await identity.sql(
      `update session set active_at = now() - interval '13 hours' where id = '${decodeJwt(tokens.access_token).sid}'`,
    );
    const { parameters } = challenged();
    const { url } = await left.open(
      identity.authorizationUrl(identity.web, { scope: "openid graphql", ...parameters }),
    );
    expect(url.pathname).toMatch(/^\/oidc\/interaction\//);
  });

  it("asks again at whichever client somebody comes back to, and notes no sign-in before it", async () => {
    const left = browser();
    const { tokens } = await identity.signIn(left, "nurse@careconnect.test");
    const { sid, sub } = decodeJwt(tokens.access_token);
    const begun = () => identity.sql(`select id from session where user_id = '${sub}'`);
    const noted = () => identity.sql("select id from audit_entry where 'session.start' = any(actions)");
    const [sessions, entries] = [await begun(), await noted()];
    const toolAsks = (changes = {}) =>
      left.open(
        identity.authorizationUrl(identity.cli, { scope: "openid graphql", ...challenged().parameters, ...changes }),
      );
    expect((await toolAsks({ prompt: "login" })).url.pathname).toMatch(/^\/oidc\/interaction\//);
    await identity.sql(`update session set active_at = now() - interval '13 hours' where id = '${sid}'`);
    for (const visit of [await toolAsks(), await toolAsks(), await left.open("/oidc/account")])
      expect(visit.url.pathname).toMatch(/^\/oidc\/interaction\//);
    expect([await begun(), await noted()]).toEqual([sessions, entries]);
    expect((await toolAsks({ prompt: "none" })).url.searchParams.get("error")).toBe("login_required");
  });

  it("gives the tools of the demo the scopes of administrators, to administrators", async () => {
    const asked = { client: identity.cli, scope: "openid graphql import" };
    const { tokens } = await identity.signIn(browser(), "admin@careconnect.test", asked);
    expect(tokens.scope).toBe("graphql import");
    await expect(identity.signIn(browser(), "nurse@careconnect.test", asked)).rejects.toThrow(/invalid_scope/);
  });

  it("keeps no credential and no e-mail address in plain text", async () => {
    const { tokens } = await identity.signIn(browser(), "staff@careconnect.test");
    const rows = JSON.stringify([
      await identity.sql("select * from oidc_artifact"),
      await identity.sql("select * from session"),
      await identity.sql("select payload from outbox_event"),
    ]);
    for (const secret of [tokens.refresh_token, tokens.access_token, "staff@careconnect.test"])
      expect(rows).not.toContain(secret);
  });
});

describe("an authorization request that is refused", () => {
  const refusal = async (parameters: Record<string, string>) => {
    const { url, status, text } = await browser().open(
      identity.authorizationUrl(identity.web, { scope: "openid graphql", ...challenged().parameters, ...parameters }),
    );
    return { error: url.searchParams.get("error"), path: url.pathname, status, text };
  };

  it("has no PKCE", async () => {
    const visit = await browser().open(identity.authorizationUrl(identity.web, { scope: "openid graphql" }));
    expect(visit.url.searchParams.get("error")).toBe("invalid_request");
  });

  it("has PKCE in plain text", async () => {
    expect((await refusal({ code_challenge_method: "plain" })).error).toBe("invalid_request");
  });

  it("would send the browser to an address that is not the client's", async () => {
    const { status, path, text } = await refusal({ redirect_uri: "http://evil.test/session/callback" });
    expect([status, path]).toEqual([400, "/oidc/auth"]);
    expect(text).not.toContain("evil.test");
  });

  it("asks for a scope that is not the client's, a token in the address, or another resource", async () => {
    const signedIn = browser();
    await identity.signIn(signedIn, "admin@careconnect.test");
    const ask = async (parameters: Record<string, string>) => {
      const asked = { scope: "openid graphql", ...challenged().parameters, ...parameters };
      return (await signedIn.open(identity.authorizationUrl(identity.web, asked))).url;
    };
    expect((await ask({ scope: "openid graphql import" })).searchParams.get("error")).toBe("invalid_scope");
    expect((await ask({ response_type: "token" })).href).toContain("error=unsupported_response_type");
    expect((await ask({ resource: "urn:another" })).searchParams.get("error")).toBe("invalid_target");
  });
});

describe("the token endpoint", () => {
  it("refuses another verifier, another address, another client's secret and a code that was used", async () => {
    const { verifier, parameters } = challenged();
    const person = browser();
    await identity.signIn(person, "doctor@careconnect.test");
    const newCode = async () => {
      const address = identity.authorizationUrl(identity.web, { scope: "openid graphql", ...parameters });
      return (await person.open(address)).url.searchParams.get("code") ?? "";
    };
    const exchange = async (changes: Record<string, string>, client = identity.web) => {
      const form = {
        grant_type: "authorization_code",
        code: await newCode(),
        code_verifier: verifier,
        redirect_uri: identity.web.redirectUri,
        ...changes,
      };
      return (await identity.post("token", form, client)).body.error;
    };
    expect(await exchange({ code_verifier: createPkce().verifier })).toBe("invalid_grant");
    expect(await exchange({ redirect_uri: "http://evil.test/" })).toBe("invalid_grant");
    expect(await exchange({}, { ...identity.web, secret: "another secret, just as long as it is" })).toBe(
      "invalid_client",
    );
    const code = await newCode();
    expect(await exchange({ code })).toBeUndefined();
    expect(await exchange({ code })).toBe("invalid_grant");
    const [end] = await identity.sql("select payload from outbox_event order by sequence desc limit 1");
    expect(end?.payload).toMatchObject({ reason: "CREDENTIAL_REUSED" });
  });

  it("knows no grant for passwords, and refuses JSON", async () => {
    const form = { grant_type: "password", username: "admin@careconnect.test", password: "careconnect" };
    expect((await identity.post("token", form, identity.web)).body.error).toBe("unsupported_grant_type");
    expect((await identity.post("token", form)).body.error).toBe("invalid_request");
    const response = await fetch(`${identity.subgraph.url}/oidc/token/introspection`, { method: "POST" });
    expect(response.status).toBe(404);
  });
});

describe("refresh tokens", () => {
  const refresh = (token: string) =>
    identity.post("token", { grant_type: "refresh_token", refresh_token: token }, identity.web);

  it("are good once: each use gives the next one", async () => {
    const { tokens } = await identity.signIn(browser(), "doctor@careconnect.test");
    const second = await refresh(tokens.refresh_token);
    expect(second.status).toBe(200);
    expect(second.body.refresh_token).not.toBe(tokens.refresh_token);
    expect(decodeJwt(second.body.access_token).sid).toBe(decodeJwt(tokens.access_token).sid);
    expect((await refresh(second.body.refresh_token)).status).toBe(200);
  });

  it("that are used twice end the session: neither the thief nor the robbed goes on", async () => {
    const { tokens } = await identity.signIn(browser(), "doctor@careconnect.test");
    const next = await refresh(tokens.refresh_token);
    expect((await refresh(tokens.refresh_token)).body.error).toBe("invalid_grant");
    expect((await refresh(next.body.refresh_token)).body.error).toBe("invalid_grant");
    const { sid } = decodeJwt(tokens.access_token);
    expect(await endsOf(sid)).toEqual([expect.objectContaining({ sessionId: sid, reason: "CREDENTIAL_REUSED" })]);
  });

  it("let one of eight requests at the same moment through, and the family ends", async () => {
    const { tokens } = await identity.signIn(browser(), "doctor@careconnect.test");
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(tokens.refresh_token)));
    const winners = answers.filter(({ status }) => status === 200);
    expect(winners.length).toBeLessThanOrEqual(1);
    expect(answers.filter(({ body }) => body.error === "invalid_grant")).toHaveLength(8 - winners.length);
    for (const { body } of winners) expect((await refresh(body.refresh_token)).body.error).toBe("invalid_grant");
    const { sid } = decodeJwt(tokens.access_token);
    expect(await endsOf(sid)).toEqual([expect.objectContaining({ sessionId: sid, reason: "CREDENTIAL_REUSED" })]);
  });

  it("end with the time that nothing was done, which the artifact's expiry is", async () => {
    const { tokens } = await identity.signIn(browser(), "doctor@careconnect.test");
    const [row] = await identity.sql(
      `select extract(epoch from expires_at - now())::int as seconds from oidc_artifact
       where model = 'RefreshToken' and grant_id = '${decodeJwt(tokens.access_token).sid}'`,
    );
    expect(row?.seconds).toBeGreaterThan(12 * 3_600 - 60);
    expect(row?.seconds).toBeLessThanOrEqual(12 * 3_600);
  });
});

describe("a session", () => {
  const refresh = async (token: string, client = identity.web) =>
    (await identity.post("token", { grant_type: "refresh_token", refresh_token: token }, client)).body;

  it("is in the audit log from its start", async () => {
    const { tokens } = await identity.signIn(browser(), "doctor@careconnect.test");
    const { sid, sub } = decodeJwt(tokens.access_token);
    const entries = await identity.sql(
      `select actor_id from audit_entry where 'session.start' = any(actions) and '${sid}' = any(entity_ids)`,
    );
    expect(entries).toEqual([{ actor_id: sub }]);
  });

  it.each([
    ["after 30 days", "expires_at = now()"],
    ["when it is revoked", "revoked_at = now()"],
  ])("ends %s", async (_name, change) => {
    const { tokens } = await identity.signIn(browser(), "doctor@careconnect.test");
    await identity.sql(`update session set ${change} where id = '${decodeJwt(tokens.access_token).sid}'`);
    expect((await refresh(tokens.refresh_token)).error).toBe("invalid_grant");
  });

  it("loses the scopes of administrators with the role", async () => {
    const asked = { client: identity.cli, scope: "openid graphql import" };
    const { tokens } = await identity.signIn(browser(), "admin@careconnect.test", asked);
    const become = (role: string) =>
      identity.sql(`update user_account set roles = '{${role}}' where id = '${decodeJwt(tokens.access_token).sub}'`);
    await become("STAFF");
    const refused = await refresh(tokens.refresh_token, identity.cli);
    await become("ADMIN");
    expect(refused.error).toBe("invalid_scope");
  });
});

describe("signing out", () => {
  it("by revoking the refresh token ends the session and the browser's sign-in", async () => {
    const person = browser();
    const { tokens } = await identity.signIn(person, "doctor@careconnect.test");
    const answer = await identity.post("token/revocation", { token: tokens.refresh_token }, identity.web);
    expect(answer.status).toBe(200);
    expect(await endsOf(decodeJwt(tokens.access_token).sid)).toEqual([
      expect.objectContaining({ reason: "SIGNED_OUT" }),
    ]);
    const { url } = await person.open(
      identity.authorizationUrl(identity.web, { scope: "openid graphql", ...challenged().parameters }),
    );
    expect(url.pathname).toMatch(/^\/oidc\/interaction\//);
  });

  it("at the provider ends the session and comes back to the client", async () => {
    const person = browser();
    const { tokens } = await identity.signIn(person, "doctor@careconnect.test");
    const back = `${new URL(identity.web.redirectUri).origin}/`;
    const query = new URLSearchParams({ id_token_hint: tokens.id_token, post_logout_redirect_uri: back, state: "s" });
    const asked = await person.open(`${identity.subgraph.issuer.issuer}/session/end?${query}`);
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(asked.text)?.[1] ?? "";
    const body = new URLSearchParams({ xsrf, logout: "yes" });
    const left = await person.open(`${identity.subgraph.issuer.issuer}/session/end/confirm`, { method: "POST", body });
    expect(left.url.href).toBe(`${back}?state=s`);
    const refreshed = await identity.post(
      "token",
      { grant_type: "refresh_token", refresh_token: tokens.refresh_token },
      identity.web,
    );
    expect(refreshed.body.error).toBe("invalid_grant");
  });
});
