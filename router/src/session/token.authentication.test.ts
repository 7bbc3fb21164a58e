import { decodeJwt, exportSPKI, SignJWT } from "jose";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startTestRouter, type TestRouter } from "../testing/test.router.ts";
import { startTokenVerifier } from "./token.verifier.ts";

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("tokens", () => {
  let router: TestRouter;
  beforeAll(async () => {
    router = await startTestRouter();
  });
  afterAll(() => router.close());

  async function unsigned(): Promise<string> {
    const [, payload] = (await router.identity.token()).split(".");
    return `${encode({ alg: "none", typ: "at+jwt" })}.${payload}.`;
  }

  /** What a verifier accepts that lets the token say by which algorithm, with the key that everybody may read. */
  async function signedWithPublicKey(): Promise<string> {
    const [, payload = ""] = (await router.identity.token()).split(".");
    const pem = await exportSPKI(router.identity.publicKey);
    return new SignJWT(decodeJwt(`e30.${payload}.`))
      .setProtectedHeader({ alg: "HS256", kid: "test", typ: "at+jwt" })
      .sign(new TextEncoder().encode(pem));
  }

  const bad: [string, () => Promise<string | null>][] = [
    ["no token", async () => null],
    ["a forged signature", async () => `Bearer ${await router.identity.token({ forged: true })}`],
    ["alg none", async () => `Bearer ${await unsigned()}`],
    ["HS256 with the public key", async () => `Bearer ${await signedWithPublicKey()}`],
    ["another audience", async () => `Bearer ${await router.identity.token({ audience: "elsewhere" })}`],
    ["another issuer", async () => `Bearer ${await router.identity.token({ issuer: "http://evil.test/oidc" })}`],
    ["an expired token", async () => `Bearer ${await router.identity.token({ expiresInSeconds: -60 })}`],
    ["no organization", async () => `Bearer ${await router.identity.token({ claims: { org: undefined } })}`],
    ["an id token", async () => `Bearer ${await router.identity.token({ type: "JWT" })}`],
    ["no JWT at all", async () => "Bearer nonsense"],
    ["another scheme", async () => "Basic YTpi"],
    ["an empty header", async () => "Bearer "],
  ];

  it.each(bad)("refuses %s with 401 and asks no subgraph", async (_, authorization) => {
    const answer = await router.post("{ patients { id } }", { authorization: await authorization() });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toBe("Bearer");
    expect(answer.data).toBeUndefined();
    expect(answer.errors?.map((error) => error.extensions)).toEqual([
      { code: "UNAUTHENTICATED", correlationId: answer.headers.get("x-correlation-id") },
    ]);
    expect(Object.values(router.subgraphs).flatMap((subgraph) => subgraph.asked)).toEqual([]);
  });

  it("lets anybody read the schema in demo mode, through fragments too, and nothing beside it", async () => {
    const schema = await router.post(
      "query { ...Schema __typename } fragment Schema on Query { __schema { types { name } } }",
      {
        authorization: null,
      },
    );
    expect(schema.status).toBe(200);
    expect(schema.data).toHaveProperty("__schema");
    const mixed = await router.post("query { __typename ... { ...More } } fragment More on Query { patients { id } }", {
      authorization: null,
    });
    expect(mixed.status).toBe(401);
    const mutation = await router.post("mutation { __typename }", { authorization: null });
    expect(mutation.status).toBe(401);
  });

  it("fetches the keys once for many tokens", async () => {
    const tokens = await Promise.all(Array.from({ length: 5 }, () => router.identity.token()));
    await Promise.all(tokens.map((token) => router.post("{ patients { id } }", { authorization: `bearer ${token}` })));
    expect(router.identity.asked.filter((asked) => asked.path === "/oidc/jwks")).toHaveLength(1);
  });

  it("stops accepting a token it has verified before when the token expires", async () => {
    const { verify, close } = await startTokenVerifier(
      router.identity.issuer,
      new URL(`${router.identity.url}/oidc/jwks`),
      { covers: () => false },
      pino({ level: "silent" }),
    );
    const token = await router.identity.token({ expiresInSeconds: 30 });
    expect(await verify(token)).toBe(true);
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      vi.advanceTimersByTime(29_000);
      expect(await verify(token)).toBe(true);
      vi.advanceTimersByTime(7_000);
      expect(await verify(token)).toBe(false);
    } finally {
      vi.useRealTimers();
      close();
    }
  });
});

describe("production", () => {
  let router: TestRouter;
  beforeAll(async () => {
    router = await startTestRouter({
      environment: {
        CARECONNECT_MODE: "production",
        CARECONNECT_PUBLIC_URL: "https://clinic.test",
        CARECONNECT_ALLOWED_ORIGINS: "https://partner.test",
      },
    });
  });
  afterAll(() => router.close());

  it("tells strangers nothing about the schema", async () => {
    const introspection = await router.post("{ __schema { types { name } } }", { authorization: null });
    expect(introspection.status).toBe(401);
    const guess = await router.post("{ patientz { id } }", { authorization: null });
    expect(guess.status).toBe(401);
    expect(guess.text).not.toContain("patientz");
  });

  it("refuses introspection and suggests no names to those who are signed in", async () => {
    const introspection = await router.post("{ __schema { types { name } } }");
    expect(introspection.status).toBe(400);
    expect(introspection.errors?.[0]?.extensions.code).toBe("GRAPHQL_VALIDATION_FAILED");
    const guess = await router.post("{ patientz { id } }");
    expect(guess.status).toBe(400);
    expect(guess.errors?.[0]?.message).toBe('Cannot query field "patientz" on type "Query".');
    expect(guess.errors?.[0]?.extensions.code).toBe("GRAPHQL_VALIDATION_FAILED");
  });

  it("shows no Sandbox, trusts only the origins it was told, and speaks of https", async () => {
    const page = await fetch(`${router.url}/graphql`, { headers: { accept: "text/html" } });
    expect(page.status).toBe(405);
    const preflight = (origin: string) =>
      fetch(`${router.url}/graphql`, {
        method: "OPTIONS",
        headers: { origin, "access-control-request-method": "POST" },
      });
    expect((await preflight("https://partner.test")).headers.get("access-control-allow-origin")).toBe(
      "https://partner.test",
    );
    expect((await preflight("https://studio.apollographql.com")).headers.get("access-control-allow-origin")).toBeNull();
    expect(page.headers.get("strict-transport-security")).toContain("max-age=31536000");
  });

  it("takes no e-mail address into its own", async () => {
    const response = await router.browser().ask("/session/sign-in?login_hint=somebody%40clinic.test");
    expect(new URL(response.headers.get("location") ?? "").searchParams.has("login_hint")).toBe(false);
  });

  it("keeps its cookies to this host and to https", async () => {
    const response = await router.browser().ask("/session/sign-in");
    expect(response.headers.get("set-cookie")).toMatch(
      /^__Host-careconnect_sign_in=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    const plain = `careconnect_sid=${"x".repeat(43)}`;
    const answer = await router.post("{ patients { id } }", { authorization: null, cookie: plain });
    expect(answer.errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
  });
});

describe("--auth none", () => {
  it("verifies nothing and forwards what came", async () => {
    const router = await startTestRouter({ auth: "none" });
    try {
      const answer = await router.post("{ patients { id } }", { authorization: "Bearer whatever" });
      expect(answer.data).toEqual({ patients: [{ id: "p1" }, { id: "p2" }] });
      expect(router.subgraphs.patient?.asked[0]?.headers.authorization).toBe("Bearer whatever");
      expect((await router.post("{ patients { id } }", { authorization: null })).status).toBe(200);
    } finally {
      await router.close();
    }
  });
});
