import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startTestRouter, type TestRouter } from "../testing/test.router.ts";

const csrf = { "x-careconnect-csrf": "1" };

describe("browser sessions", () => {
  let router: TestRouter;

  beforeAll(async () => {
    router = await startTestRouter();
  });
  beforeEach(() => {
    router.identity.asked.length = 0;
    router.identity.tokenLifetime = 300;
    router.identity.delay = 0;
  });
  afterAll(() => router.close());

  const signIn = (email = "admin@careconnect.test", password = "careconnect", headers: Record<string, string> = csrf) =>
    fetch(`${router.url}/session`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ email, password }),
    });

  async function cookie(): Promise<string> {
    const header = (await signIn()).headers.get("set-cookie") ?? "";
    return header.split(";")[0] ?? "";
  }

  const tokenRequests = () => router.identity.asked.filter((asked) => asked.path === "/oidc/token");

  it("signs in: an opaque cookie that scripts cannot read, and no token in the answer", async () => {
    const response = await signIn();
    expect(response.status).toBe(204);
    expect(response.headers.get("set-cookie")).toMatch(
      /^careconnect_sid=refresh-[^;]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(await response.text()).toBe("");
    expect(tokenRequests()[0]?.form.get("scope")).toBe("graphql offline_access");
    expect(tokenRequests()[0]?.headers["x-forwarded-for"]).toBe("127.0.0.1");
  });

  it("says which part to correct without saying which part was wrong", async () => {
    const response = await signIn("admin@careconnect.test", "wrong");
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      code: "INVALID_CREDENTIALS",
      message: expect.stringContaining("E-mail or password"),
    });
    expect(response.headers.get("set-cookie")).toBeNull();
  });

  it("refuses to sign in or out without the header that other sites cannot send", async () => {
    const response = await signIn("admin@careconnect.test", "careconnect", {});
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: "CSRF_HEADER_REQUIRED" });
    const signOut = await fetch(`${router.url}/session`, { method: "DELETE", headers: { cookie: await cookie() } });
    expect(signOut.status).toBe(403);
  });

  it("answers a cookie with the header, and refuses the cookie alone", async () => {
    const session = await cookie();
    const answer = await router.post("{ patients { id } }", { authorization: null, cookie: session, ...csrf });
    expect(answer.data).toEqual({ patients: [{ id: "p1" }, { id: "p2" }] });
    expect(router.subgraphs.patient?.asked.at(-1)?.headers.authorization).toMatch(/^Bearer ey/);
    expect(router.subgraphs.patient?.asked.at(-1)?.headers.cookie).toBeUndefined();
    const bare = await router.post("{ patients { id } }", { authorization: null, cookie: session });
    expect(bare.status).toBe(403);
    expect(bare.errors?.[0]?.extensions.code).toBe("CSRF_HEADER_REQUIRED");
  });

  it("prefers a bearer token to the cookie", async () => {
    const token = await router.identity.token({ subject: "somebody" });
    await router.post("{ patients { id } }", { authorization: `Bearer ${token}`, cookie: await cookie() });
    expect(router.subgraphs.patient?.asked.at(-1)?.headers.authorization).toBe(`Bearer ${token}`);
  });

  it("refreshes half a minute before expiry, once for requests at the same time", async () => {
    router.identity.tokenLifetime = 0.2;
    const session = await cookie();
    router.identity.asked.length = 0;
    router.identity.tokenLifetime = 300;
    router.identity.delay = 50;
    await new Promise((resolve) => setTimeout(resolve, 150));
    const ask = () => router.post("{ patients { id } }", { authorization: null, cookie: session, ...csrf });
    const answers = await Promise.all(Array.from({ length: 8 }, ask));
    expect(answers.map((answer) => answer.status)).toEqual(Array(8).fill(200));
    expect(tokenRequests()).toHaveLength(1);
    await ask();
    expect(tokenRequests()).toHaveLength(1);
  });

  it("ends a session at identity too, at once", async () => {
    const session = await cookie();
    const response = await fetch(`${router.url}/session`, { method: "DELETE", headers: { cookie: session, ...csrf } });
    expect(response.status).toBe(204);
    expect(response.headers.get("set-cookie")).toMatch(/^careconnect_sid=;.*(Max-Age=0|Expires=Thu, 01 Jan 1970)/);
    expect(router.identity.asked.at(-1)).toMatchObject({ path: "/oidc/revocation" });
    const answer = await router.post("{ patients { id } }", { authorization: null, cookie: session, ...csrf });
    expect(answer.status).toBe(401);
  });

  it("forgets a cookie that identity does not know, and asks about it once", async () => {
    const unknown = { authorization: null, cookie: "careconnect_sid=stolen-or-old", ...csrf };
    const answer = await router.post("{ patients { id } }", unknown);
    expect(answer.status).toBe(401);
    expect(answer.errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
    expect(answer.headers.get("set-cookie")).toContain("careconnect_sid=;");
    await router.post("{ patients { id } }", unknown);
    expect(tokenRequests()).toHaveLength(1);
  });

  it("lists the demo accounts", async () => {
    const response = await fetch(`${router.url}/session/accounts`);
    expect(await response.json()).toEqual([{ email: "admin@careconnect.test" }]);
  });

  it("slows guessing down for one account, counting failures alone", async () => {
    for (let round = 0; round < 12; round += 1) expect((await signIn("often@careconnect.test")).status).toBe(204);
    for (let round = 0; round < 10; round += 1)
      expect((await signIn("guessed@careconnect.test", "wrong")).status).toBe(401);
    const refused = await signIn("Guessed@careconnect.test ", "careconnect");
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ code: "RATE_LIMITED" });
    expect((await signIn("other@careconnect.test")).status).toBe(204);
  });

  it("keeps passwords, tokens and cookies out of the log", async () => {
    const session = await cookie();
    await router.post("{ patients { id } }", { authorization: null, cookie: session, ...csrf });
    const log = router.log.join("\n");
    expect(log).not.toContain(session.split("=")[1]);
    expect(log).not.toContain("admin@careconnect.test");
    expect(log).not.toMatch(/"careconnect"|Bearer ey/);
  });
});

describe("without identity", () => {
  it("still knows tokens; where it must ask identity it says that identity is away, and keeps the cookie", async () => {
    const router = await startTestRouter();
    try {
      await router.identity.close();
      expect((await router.post("{ patients { id } }")).status).toBe(200);
      const answer = await router.post("{ patients { id } }", {
        authorization: null,
        cookie: "careconnect_sid=refresh-1",
        ...csrf,
      });
      expect(answer.status).toBe(503);
      expect(answer.errors?.[0]?.extensions.code).toBe("SUBGRAPH_UNAVAILABLE");
      expect(answer.headers.get("set-cookie")).toBeNull();
      const signIn = await fetch(`${router.url}/session`, {
        method: "POST",
        headers: { "content-type": "application/json", ...csrf },
        body: JSON.stringify({ email: "a@b.test", password: "x" }),
      });
      expect(signIn.status).toBe(503);
      expect((await fetch(`${router.url}/oidc/jwks`)).status).toBe(503);
    } finally {
      await router.close();
    }
  });
});
