import { randomUUID } from "node:crypto";
import { createTokenVerifier } from "@careconnect/kit/testing";
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openTestBrowser } from "../testing/test.browser.ts";
import { startTestIdentity, type TestIdentity } from "../testing/test.identity.ts";

let identity: TestIdentity;
let admin: string;
beforeAll(async () => {
  identity = await startTestIdentity();
  admin = await signIn("admin@careconnect.test");
});
afterAll(() => identity.close());

async function signIn(email: string): Promise<string> {
  const browser = openTestBrowser(identity.subgraph.issuer.issuer, identity.subgraph.url);
  return (await identity.signIn(browser, email)).tokens.access_token;
}

const answer = "client { id name kind scopes redirectUris revokedAt } secret userErrors { code field }";
const create = `mutation ($name: String!, $kind: ClientKind! = MACHINE, $scopes: [String!]!, $redirectUris: [String!]! = [],
  $jwks: String, $key: String) {
  createClient(input: { name: $name, kind: $kind, scopes: $scopes, redirectUris: $redirectUris, jwks: $jwks, idempotencyKey: $key }) {
    ${answer} }
}`;
const rotate = `mutation ($id: ID!) { rotateClientSecret(input: { id: $id }) { ${answer} } }`;
const revoke = `mutation ($id: ID!) { revokeClient(input: { id: $id }) { ${answer} } }`;

async function newClient(variables: Record<string, unknown> = {}) {
  const { data } = await identity.query(admin, create, { name: "Lab", scopes: ["graphql"], ...variables });
  return data.createClient;
}

const tokenOf = (id: string, secret: string, scope = "graphql") =>
  identity.post("token", { grant_type: "client_credentials", scope }, { id, secret, redirectUri: "" });

describe("a partner's client", () => {
  it("gets tokens of its organization for its own id, with the scopes that it was given and no session", async () => {
    const { client, secret } = await newClient();
    const { status, body } = await tokenOf(client.id, secret);
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: "Bearer",
      expires_in: 300,
      scope: "graphql",
    });
    const claims = decodeJwt(body.access_token);
    expect(claims).toMatchObject({ sub: client.id, client_id: client.id, roles: ["PARTNER"], scope: "graphql" });
    expect(claims).not.toHaveProperty("sid");
    const verify = createTokenVerifier({ issuer: identity.subgraph.issuer.issuer, jwksUrl: identity.jwksUrl });
    expect(await verify(`Bearer ${body.access_token}`)).toMatchObject({ userId: client.id, roles: ["PARTNER"] });
  });

  it("gets nothing when it asks for more, with another secret, or for a person", async () => {
    const { client, secret } = await newClient();
    expect((await tokenOf(client.id, secret, "graphql import")).body.error).toBe("invalid_scope");
    expect((await tokenOf(client.id, `${secret}x`)).body.error).toBe("invalid_client");
    expect((await tokenOf(randomUUID(), secret)).body.error).toBe("invalid_client");
    const code = { grant_type: "refresh_token", refresh_token: "x" };
    const asPerson = await identity.post("token", code, { id: client.id, secret, redirectUri: "" });
    expect(asPerson.body.error).toBe("invalid_request");
  });

  it("is told which scopes it may ask for when it names none", async () => {
    const { client, secret } = await newClient();
    const form = { grant_type: "client_credentials" };
    for (const asked of [form, { ...form, scope: "" }]) {
      const { status, body } = await identity.post("token", asked, { id: client.id, secret, redirectUri: "" });
      expect(status).toBe(400);
      const { error, error_description: description } = body as Readonly<Record<string, string>>;
      expect([error, description]).toEqual(["invalid_scope", "name a scope: this client may ask for graphql"]);
    }
  });

  it("has a secret that is shown once and stored nowhere", async () => {
    const { client, secret } = await newClient({ key: "once" });
    const replay = await newClient({ key: "once" });
    expect(replay).toMatchObject({ client: { id: client.id }, secret: null });
    for (const table of ["client", "idempotency_record", "outbox_event", "audit_entry"])
      expect(JSON.stringify(await identity.sql(`select * from ${table}`))).not.toContain(secret);
  });

  it("goes on with its old secret for a day when it gets a new one", async () => {
    const { client, secret: first } = await newClient();
    const { secret: second } = (await identity.query(admin, rotate, { id: client.id })).data.rotateClientSecret;
    expect((await tokenOf(client.id, first)).status).toBe(200);
    expect((await tokenOf(client.id, second)).status).toBe(200);
    await identity.sql(`update client set previous_secret_until = now() where id = '${client.id}'`);
    expect((await tokenOf(client.id, first)).body.error).toBe("invalid_client");
    expect((await tokenOf(client.id, second)).status).toBe(200);
  });

  it("may sign with a key of its own instead, each assertion once", async () => {
    const { publicKey, privateKey } = await generateKeyPair("RS256");
    const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: "one" }] });
    const { client, secret } = await newClient({ jwks });
    expect(secret).toBeNull();
    const sign = (key: typeof privateKey) =>
      new SignJWT()
        .setProtectedHeader({ alg: "RS256", kid: "one" })
        .setIssuer(client.id)
        .setSubject(client.id)
        .setAudience(identity.subgraph.issuer.issuer)
        .setJti(randomUUID())
        .setIssuedAt()
        .setExpirationTime("1m")
        .sign(key);
    const tokenFor = (assertion: string) =>
      identity.post("token", {
        grant_type: "client_credentials",
        scope: "graphql",
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion: assertion,
      });
    const assertion = await sign(privateKey);
    expect((await tokenFor(assertion)).body).toMatchObject({ scope: "graphql" });
    expect((await tokenFor(assertion)).body.error).toBe("invalid_client");
    expect((await tokenFor(await sign((await generateKeyPair("RS256")).privateKey))).body.error).toBe("invalid_client");
    const none = [{ alg: "none" }, { iss: client.id, sub: client.id, jti: randomUUID() }]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    expect((await tokenFor(`${none}.`)).body.error).toMatch(/invalid_(client|request)/);
  });

  it("that is revoked gets no token, and those that it has are refused everywhere", async () => {
    const { client, secret } = await newClient();
    const { data } = await identity.query(admin, revoke, { id: client.id });
    expect(data.revokeClient).toMatchObject({
      client: { revokedAt: expect.any(String) },
      secret: null,
      userErrors: [],
    });
    expect((await tokenOf(client.id, secret)).body.error).toBe("invalid_client");
    await vi.waitFor(
      async () => {
        const feed = (await (await fetch(`${identity.subgraph.url}/oidc/revocations`)).json()) as {
          revocations: unknown;
        };
        expect(feed.revocations).toContainEqual({ sub: client.id, notAfterIat: expect.any(Number) });
      },
      { timeout: 10_000 },
    );
  });
});

describe("a client that acts for people", () => {
  const forPeople = { kind: "CONFIDENTIAL", scopes: ["appointments.read"], redirectUris: ["https://lab.example/back"] };
  const listed = "{ clients(first: 1) { nodes { kind redirectUris } } }";

  it("has a secret when it can keep one, none when it cannot, and is listed with where people come back to", async () => {
    const confidential = await newClient(forPeople);
    expect(confidential).toMatchObject({ client: forPeople, secret: expect.any(String), userErrors: [] });
    const { kind, redirectUris } = forPeople;
    expect((await identity.query(admin, listed)).data.clients.nodes).toEqual([{ kind, redirectUris }]);
    const { client, secret } = await newClient({ ...forPeople, kind: "PUBLIC" });
    expect(secret).toBeNull();
    expect((await identity.query(admin, rotate, { id: client.id })).data.rotateClientSecret.userErrors).toEqual([
      { code: "ILLEGAL_TRANSITION", field: ["id"] },
    ]);
  });

  it("gets no token for itself", async () => {
    const { client, secret } = await newClient(forPeople);
    expect((await tokenOf(client.id, secret, "appointments.read")).body.error).toBe("invalid_request");
  });

  it.each([
    "https://lab.example/back",
    "https://lab.example:8443/back?from=clinic",
    "http://127.0.0.1/back",
    "http://127.0.0.1:4000/back",
    "http://[::1]/back",
  ])("may have people come back to %s", async (uri) => {
    for (const kind of ["CONFIDENTIAL", "PUBLIC"])
      expect((await newClient({ ...forPeople, kind, redirectUris: [uri] })).userErrors).toEqual([]);
  });

  it.each([
    "",
    "lab.example/back",
    "http://lab.example/back",
    "http://localhost/back",
    "https://localhost/back",
    "https://127.0.0.1/back",
    "https://localhost./back",
    "https://app.localhost./back",
    "https://192.0.2.7/back",
    "https://[2001:db8::7]/back",
    "https://lab.example;evil.example/back",
    "https://lab.example,evil.example/back",
    "http://127.0.0.1.lab.example/back",
    "https://lab.example/back#top",
    "https://lab.example/back#",
    "https://*.lab.example/back",
    "https://user:word@lab.example/back",
    "https://lab.example/ back",
    " https://lab.example/back",
    "https:\\\\lab.example\\back",
    "com.example.lab:/back",
    "javascript:alert(1)",
    `https://lab.example/${"a".repeat(2_000)}`,
  ])("may not have people come back to %s", async (uri) => {
    const redirectUris = ["https://lab.example/back", uri];
    expect(await newClient({ ...forPeople, redirectUris })).toEqual({
      client: null,
      secret: null,
      userErrors: [{ code: "VALIDATION_FAILED", field: ["redirectUris", "1"] }],
    });
  });

  it.each([
    ["nowhere to come back to", { redirectUris: [] }, ["redirectUris"]],
    [
      "eleven places",
      { redirectUris: Array.from({ length: 11 }, (_, n) => `https://lab.example/${n}`) },
      ["redirectUris"],
    ],
    ["a place for a machine", { kind: "MACHINE", scopes: ["graphql"] }, ["redirectUris"]],
    ["all of GraphQL", { scopes: ["appointments.read", "graphql"] }, ["scopes", "1"]],
    ["a key that it cannot keep", { kind: "PUBLIC", jwks: '{"keys":[{"kty":"RSA"}]}' }, ["jwks"]],
  ])("is refused %s", async (_what, variables, field) => {
    expect((await newClient({ ...forPeople, ...variables })).userErrors).toEqual([
      { code: "VALIDATION_FAILED", field },
    ]);
  });

  it("that is a machine is given nothing that people let others do", async () => {
    expect((await newClient({ scopes: ["appointments.read"] })).userErrors).toEqual([
      { code: "VALIDATION_FAILED", field: ["scopes", "0"] },
    ]);
  });
});

describe("managing clients", () => {
  it("is the administrator's, within the organization", async () => {
    const nurse = await signIn("nurse@careconnect.test");
    const { errors } = await identity.query(nurse, create, { name: "Lab", scopes: ["graphql"] });
    expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    // No word of how the rule is called.
    expect(errors?.[0]?.message).toBe("You are not allowed to do this.");
    const { client } = await newClient();
    const other = await signIn("admin@otherclinic.test");
    expect((await identity.query(other, revoke, { id: client.id })).data.revokeClient.userErrors).toEqual([
      { code: "NOT_FOUND", field: ["id"] },
    ]);
    expect((await identity.query(other, "{ clients { totalCount } }")).data.clients.totalCount).toBe(0);
    expect((await identity.query(admin, "{ clients { nodes { id } } }")).data.clients.nodes).toContainEqual({
      id: client.id,
    });
  });

  it("says in words which scopes there are, and which field is meant", async () => {
    const messagesOf = async (variables: object) => {
      const document = create.replace("code field", "message");
      const { data } = await identity.query(admin, document, { name: "Lab", scopes: ["graphql"], ...variables });
      return data.createClient.userErrors;
    };
    expect(await messagesOf({ scopes: ["import"] })).toEqual([{ message: "`scopes` must be among these: graphql." }]);
    expect(await messagesOf({ name: " " })).toEqual([{ message: "`name` must have a character." }]);
  });

  it.each([
    ["a scope that partners cannot have", { scopes: ["import"] }, ["scopes", "0"]],
    ["a name that is read backwards", { name: "Lab \u202Eelpmaxe" }, ["name"]],
    ["a name with what nobody sees", { name: "L\u200Bab" }, ["name"]],
    ["no scope", { scopes: [] }, ["scopes"]],
    ["no name", { name: " " }, ["name"]],
    ["keys that are no JSON", { jwks: "{" }, ["jwks"]],
    ["a private key", { jwks: JSON.stringify({ keys: [{ kty: "RSA", d: "secret" }] }) }, ["jwks", "keys", "0"]],
  ])("refuses %s", async (_what, variables, field) => {
    expect(await newClient(variables)).toEqual({
      client: null,
      secret: null,
      userErrors: [{ code: "VALIDATION_FAILED", field }],
    });
  });
});
