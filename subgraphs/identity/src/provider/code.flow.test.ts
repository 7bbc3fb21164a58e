import { createTokenVerifier } from "@careconnect/kit/testing";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestBrowser } from "../testing/test.browser.ts";
import { startTestIdentity, type TestIdentity } from "../testing/test.identity.ts";

const clinic = "0199a000-0000-7000-8000-000000000001";

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startTestIdentity();
});
afterAll(() => identity.close());

const browser = () => openTestBrowser(identity.subgraph.issuer.issuer, identity.subgraph.url);

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
      jti: expect.any(String),
      exp: iat + 300,
    });
    expect(decodeJwt(tokens.id_token)).toMatchObject({ aud: "careconnect-web", sid: session?.id, amr: ["pwd"] });
    const verify = createTokenVerifier({ issuer: identity.subgraph.issuer.issuer, jwksUrl: identity.jwksUrl });
    expect(await verify(`Bearer ${tokens.access_token}`)).toMatchObject({
      organizationId: clinic,
      roles: ["PROVIDER"],
    });
  });
});
