import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { TestBrowser } from "../testing/test.browser.ts";
import { startTestRouter, type TestRouter } from "../testing/test.router.ts";

const csrf = { "x-careconnect-csrf": "1" };
const query = "{ patients { id } }";

describe("browser sessions", () => {
  let router: TestRouter;
  let browser: TestBrowser;

  beforeAll(async () => {
    router = await startTestRouter();
  });
  beforeEach(() => {
    router.identity.asked.length = 0;
    router.identity.granted.length = 0;
    router.identity.tokenLifetime = 300;
    router.identity.delay = 0;
    router.identity.decision = "user";
    browser = router.browser();
  });
  afterAll(() => router.close());

  const asUser = (from = browser) => ({ authorization: null, cookie: from.sessionHeader(), ...csrf });
  const ask = (from = browser) => router.post(query, asUser(from));
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const sessionOf = async (from = browser) => (await from.ask("/session")).json() as Promise<Record<string, unknown>>;
  const shownToken = () =>
    String(router.subgraphs.patient?.asked.at(-1)?.headers.authorization).slice("Bearer ".length);
  const change = (sql: string) => router.store.asOwner(`update browser_session set ${sql}`);

  describe("signing in", () => {
    it("goes to identity with PKCE, state and nonce, and leaves an opaque cookie that scripts cannot read", async () => {
      const start = await browser.ask("/session/sign-in?return=%2Fpatients%3Ftab%3Dall");
      expect(start.status).toBe(303);
      const way = new URL(start.headers.get("location") ?? "");
      expect(way.origin + way.pathname).toBe("http://localhost:4000/oidc/auth");
      expect(Object.fromEntries(way.searchParams)).toEqual({
        client_id: "careconnect-web",
        response_type: "code",
        redirect_uri: "http://localhost:4000/session/callback",
        scope: "openid graphql",
        state: expect.stringMatching(/^[\w-]{43}$/),
        nonce: expect.stringMatching(/^[\w-]{43}$/),
        code_challenge: expect.stringMatching(/^[\w-]{43}$/),
        code_challenge_method: "S256",
        prompt: "login",
      });
      const { url } = await browser.go(`${way.pathname}${way.search}`);
      expect(`${url.pathname}${url.search}`).toBe("/patients?tab=all");
      expect(await sessionOf()).toEqual({
        userId: "user",
        organizationId: "org",
        roles: ["ADMIN"],
        patientId: null,
        providerId: null,
        idleExpiresInSeconds: expect.closeTo(1_800, -1),
        expiresInSeconds: expect.closeTo(43_200, -1),
      });
    });

    it("fills in the address of a demo account that was chosen, and nothing that is no address, or may be somebody's", async () => {
      const hintOf = async (hint: string) => {
        const start = await browser.ask(`/session/sign-in?login_hint=${encodeURIComponent(hint)}`);
        return new URL(start.headers.get("location") ?? "").searchParams.get("login_hint");
      };
      expect(await hintOf("nurse@careconnect.test")).toBe("nurse@careconnect.test");
      for (const wrong of ["", "nobody", "somebody@clinic.example", `${"x".repeat(300)}@careconnect.test`])
        expect(await hintOf(wrong)).toBeNull();
    });

    it("hands on the language that the app is read in, and nothing that is no language", async () => {
      const asked = async (language: string) => {
        const start = await browser.ask(`/session/sign-in?ui_locales=${encodeURIComponent(language)}`);
        return new URL(start.headers.get("location") ?? "").searchParams.get("ui_locales");
      };
      expect(await asked("ar")).toBe("ar");
      expect(await asked("de-AT es")).toBe("de-AT es");
      for (const wrong of ["", "<b>", " ar", "a".repeat(101)]) expect(await asked(wrong)).toBeNull();
    });

    it("sets the cookie for this host, http-only and same-site, and nothing else that opens anything", async () => {
      let header = "";
      let path = "/session/sign-in";
      while (!header.includes("careconnect_sid=")) {
        const response = await browser.ask(path);
        header = response.headers.getSetCookie().join("\n");
        const next = new URL(response.headers.get("location") ?? "", "http://localhost:4000");
        path = `${next.pathname}${next.search}`;
      }
      expect(header).toMatch(/^careconnect_sid=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/m);
      expect(header).not.toContain("eyJ");
    });

    it("ends where it began only on our own pages", async () => {
      for (const target of [
        "https://evil.test/",
        "//evil.test",
        "/\\evil.test",
        "/session",
        "/oidc/auth",
        "x",
        "/.//evil.test",
      ]) {
        expect(await router.browser().signIn(target)).toBe("/");
      }
    });

    it("finishes in the browser in which it began, once, and says what went wrong", async () => {
      const start = await browser.ask("/session/sign-in");
      const way = new URL(start.headers.get("location") ?? "");
      const victim = router.browser();
      await victim.ask("/session/sign-in");
      // The attacker's answer of identity, in another browser.
      const state = way.searchParams.get("state") ?? "";
      const forged = await victim.go(`/session/callback?code=stolen&state=${state}`);
      expect(forged.url.search).toBe("?problem=expired");
      expect(victim.cookies.has("careconnect_sid")).toBe(false);
      expect((await router.browser().go(`/session/callback?code=x&state=${state}`)).url.search).toBe(
        "?problem=expired",
      );
      expect((await browser.go("/session/callback")).url.search).toBe("?problem=expired");

      router.identity.decision = "denied";
      expect(await browser.signIn("/patients")).toBe("/sign-in?problem=denied&return=%2Fpatients");
      expect(browser.cookies.has("careconnect_sid")).toBe(false);
    });

    it("does not accept a code that identity does not know", async () => {
      const start = await browser.ask("/session/sign-in");
      const state = new URL(start.headers.get("location") ?? "").searchParams.get("state");
      const { url } = await browser.go(
        `/session/callback?code=made-up&state=${state}&iss=${encodeURIComponent(router.identity.issuer)}`,
      );
      expect(`${url.pathname}${url.search}`).toBe("/sign-in?problem=expired");
    });

    it("gives a new session each time, and ends the former of the browser", async () => {
      await browser.signIn();
      const former = browser.sessionHeader();
      await browser.signIn();
      expect(browser.sessionHeader()).not.toBe(former);
      expect((await router.post(query, { authorization: null, cookie: former, ...csrf })).status).toBe(401);
      expect((await ask()).status).toBe(200);
    });
  });

  describe("requests", () => {
    it("are answered with cookie and header, and refused with the cookie alone", async () => {
      await browser.signIn();
      expect((await ask()).data).toEqual({ patients: [{ id: "p1" }, { id: "p2" }] });
      expect(shownToken()).toMatch(/^ey/);
      expect(router.subgraphs.patient?.asked.at(-1)?.headers.cookie).toBeUndefined();
      const bare = await router.post(query, { authorization: null, cookie: browser.sessionHeader() });
      expect(bare.status).toBe(403);
      expect(bare.errors?.[0]?.extensions.code).toBe("CSRF_HEADER_REQUIRED");
    });

    it("are answered for a bearer token rather than the cookie", async () => {
      await browser.signIn();
      const token = await router.identity.token({ subject: "somebody" });
      await router.post(query, { authorization: `Bearer ${token}`, cookie: browser.sessionHeader() });
      expect(shownToken()).toBe(token);
    });

    it("forget a cookie that no session has", async () => {
      const answer = await router.post(query, {
        authorization: null,
        cookie: `careconnect_sid=${"x".repeat(43)}`,
        ...csrf,
      });
      expect(answer.status).toBe(401);
      expect(answer.errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
      expect(answer.headers.get("set-cookie")).toContain("careconnect_sid=;");
    });

    it("to /session are for our own scripts alone", async () => {
      await browser.signIn();
      const refused = async (path: string, init: Parameters<TestBrowser["ask"]>[1]) => {
        const response = await browser.ask(path, init);
        return [response.status, ((await response.json()) as { code: string }).code];
      };
      const crossSite = { "sec-fetch-site": "cross-site" };
      expect(await refused("/session", { headers: crossSite })).toEqual([403, "ORIGIN_NOT_ALLOWED"]);
      expect(await refused("/session", { headers: { origin: "https://evil.test" } })).toEqual([
        403,
        "ORIGIN_NOT_ALLOWED",
      ]);
      expect(await refused("/session", { method: "DELETE", headers: { ...csrf, ...crossSite } })).toEqual([
        403,
        "ORIGIN_NOT_ALLOWED",
      ]);
      for (const [method, path] of [
        ["DELETE", "/session"],
        ["POST", "/session/refresh"],
        ["POST", "/session/activity"],
      ] as const) {
        expect(await refused(path, { method })).toEqual([403, "CSRF_HEADER_REQUIRED"]);
      }
      const framed = { "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" };
      expect(await refused("/session/sign-in", { headers: framed })).toEqual([403, "ORIGIN_NOT_ALLOWED"]);
      expect(await refused("/session/sign-in", { headers: { "sec-fetch-mode": "cors" } })).toEqual([
        403,
        "ORIGIN_NOT_ALLOWED",
      ]);
      const own = { origin: "http://localhost:4000", "sec-fetch-site": "same-origin" };
      expect((await browser.ask("/session/activity", { method: "POST", headers: { ...csrf, ...own } })).status).toBe(
        200,
      );
    });
  });

  describe("tokens", () => {
    it("are renewed before they expire, once for requests at the same time", async () => {
      router.identity.tokenLifetime = 2;
      await browser.signIn();
      router.identity.tokenLifetime = 300;
      router.identity.delay = 50;
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      const answers = await Promise.all(Array.from({ length: 8 }, () => ask()));
      expect(answers.map((answer) => answer.status)).toEqual(Array(8).fill(200));
      expect(router.identity.granted).toEqual(["authorization_code", "refresh_token"]);
      await ask();
      expect(router.identity.granted).toHaveLength(2);
    });

    it("are renewed on demand, so that what has changed for the user is in them", async () => {
      await browser.signIn();
      await ask();
      const before = shownToken();
      expect((await browser.ask("/session/refresh", { method: "POST", headers: csrf })).status).toBe(200);
      await ask();
      expect(shownToken()).not.toBe(before);
      expect(router.identity.granted).toEqual(["authorization_code", "refresh_token"]);
    });

    it("that identity revoked are renewed when the session goes on", async () => {
      await browser.signIn();
      await ask();
      const revoked = shownToken();
      router.identity.revoke({ sub: "user", notAfterIat: decodeJwt(revoked).iat ?? 0 });
      await expect.poll(async () => (await router.post(query, bearer(revoked))).status, { timeout: 5_000 }).toBe(401);
      await expect.poll(async () => (await ask()).status, { timeout: 5_000 }).toBe(200);
      expect(shownToken()).not.toBe(revoked);
    });

    it("that a change of roles revokes are renewed without one refusal, those too that are issued in its second", async () => {
      await browser.signIn();
      await ask();
      const revoked = shownToken();
      const notAfterIat = Math.ceil(Date.now() / 1000);
      router.identity.revoke({ sub: "user", notAfterIat });
      await expect.poll(async () => (await router.post(query, bearer(revoked))).status, { timeout: 5_000 }).toBe(401);
      const answers = await Promise.all(Array.from({ length: 4 }, () => ask()));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      expect(decodeJwt(shownToken()).iat).toBeGreaterThan(notAfterIat);
      expect((await browser.ask("/session")).status).toBe(200);
    });

    it("are refused within seconds, however many were revoked at once", async () => {
      await browser.signIn();
      await ask();
      const revoked = shownToken();
      const { sid, iat: notAfterIat = 0 } = decodeJwt(revoked);
      for (let count = 0; count < 8_000; count += 1) router.identity.revoke({ sub: `other ${count}`, notAfterIat });
      router.identity.revoke({ sid: String(sid), notAfterIat });
      await expect.poll(async () => (await router.post(query, bearer(revoked))).status, { timeout: 5_000 }).toBe(401);
    });

    it("that identity revoked end the session when it does not go on", async () => {
      await browser.signIn();
      await ask();
      const revoked = shownToken();
      await router.identity.endSession(String(decodeJwt(revoked).sid));
      const started = Date.now();
      await expect.poll(async () => (await ask()).status, { timeout: 5_000 }).toBe(401);
      expect(Date.now() - started).toBeLessThan(5_000);
      expect((await router.post(query, bearer(revoked))).status).toBe(401);
      expect((await browser.ask("/session")).status).toBe(401);
    });
  });

  describe("the end", () => {
    it("at identity is seen by a page that asks for nothing but its session", async () => {
      const asks = {
        find: (of: TestBrowser) => of.ask("/session"),
        touch: (of: TestBrowser) => of.ask("/session/activity", { method: "POST", headers: csrf }),
      };
      for (const statusOf of Object.values(asks)) {
        const idle = router.browser();
        await idle.signIn();
        expect((await statusOf(idle)).status).toBe(200);
        await ask(idle);
        await router.identity.endSession(String(decodeJwt(shownToken()).sid));
        await expect.poll(async () => (await statusOf(idle)).status, { timeout: 5_000 }).toBe(401);
      }
    });

    it("is here and at identity, at once", async () => {
      await browser.signIn();
      const cookie = browser.sessionHeader();
      const response = await browser.ask("/session", { method: "DELETE", headers: csrf });
      expect(response.status).toBe(204);
      expect(response.headers.get("set-cookie")).toMatch(/^careconnect_sid=;.*(Max-Age=0|Expires=Thu, 01 Jan 1970)/);
      expect(router.identity.asked.at(-1)).toMatchObject({ path: "/oidc/token/revocation" });
      expect((await router.post(query, { authorization: null, cookie, ...csrf })).status).toBe(401);
      expect((await browser.ask("/session")).status).toBe(401);
    });

    it("comes with idleness, which requests do not interrupt and a sign of the user does", async () => {
      await browser.signIn();
      await change("idle_expires_at = now() + interval '3 seconds'");
      await ask();
      expect((await sessionOf()).idleExpiresInSeconds).toBeLessThanOrEqual(3);
      const touched = await browser.ask("/session/activity", { method: "POST", headers: csrf });
      expect(await touched.json()).toMatchObject({ idleExpiresInSeconds: expect.closeTo(1_800, -1) });
      await change("idle_expires_at = now()");
      await expect.poll(async () => (await ask()).status, { timeout: 5_000 }).toBe(401);
      const late = await browser.ask("/session/activity", { method: "POST", headers: csrf });
      expect(late.status).toBe(401);
      expect(await late.json()).toMatchObject({ code: "UNAUTHENTICATED" });
    });

    it("by idleness is identity's, too: it is told with renewals when the user did something, not that there were requests", async () => {
      await browser.signIn();
      const { idleSeconds } = router.identity;
      const renewAfter = async (minutes: number) => {
        await change(`last_used_at = now() - interval '${minutes} minutes', renew_at = now()`);
        await expect.poll(async () => (await ask()).status && idleSeconds.at(-1), { timeout: 5_000 }).toBeDefined();
        return Number(idleSeconds.at(-1));
      };
      expect(await renewAfter(20)).toBeCloseTo(1_200, -1);
      const renewals = () => router.identity.granted.filter((grant) => grant === "refresh_token").length;
      const touch = async () => (await browser.ask("/session/activity", { method: "POST", headers: csrf })).status;
      const before = renewals();
      expect(await touch()).toBe(200);
      expect(renewals()).toBe(before + 1);
      expect(Number(idleSeconds.at(-1))).toBeLessThan(5);
      // It knows by now, and for a third of the idle time.
      expect(await touch()).toBe(200);
      await change("told_used_at = now() - interval '9 minutes'");
      expect(await touch()).toBe(200);
      expect(renewals()).toBe(before + 1);
    });

    it("comes after twelve hours, however busy they were", async () => {
      await browser.signIn();
      await change("absolute_expires_at = now()");
      expect((await browser.ask("/session/activity", { method: "POST", headers: csrf })).status).toBe(401);
      await expect.poll(async () => (await ask()).status, { timeout: 5_000 }).toBe(401);
    });
  });

  it("keeps tokens, cookies, codes and return paths out of the log", async () => {
    await browser.signIn("/patients?canary=1");
    await ask();
    const log = router.log.join("\n");
    expect(log).not.toContain(browser.cookies.get("careconnect_sid"));
    expect(log).not.toMatch(/Bearer ey|eyJ|canary|code=|state=/);
    const seen = JSON.stringify(router.identity.asked.map(({ headers }) => headers.cookie ?? ""));
    expect(seen).not.toContain("careconnect_");
  });
});

describe("two routers", () => {
  let router: TestRouter;
  let stopOther: (() => Promise<unknown>) | undefined;
  beforeAll(async () => {
    router = await startTestRouter();
  });
  afterEach(() => stopOther?.());
  afterAll(() => router.close());

  /** A process of its own, over the same store. */
  async function startOther(): Promise<string> {
    const entry = join(import.meta.dirname, "..", "index.ts");
    const child = spawn(process.execPath, ["--import", "tsx", entry], {
      env: { PATH: process.env.PATH, ...router.environment, LOG_LEVEL: "info" },
    });
    const ended = once(child, "close");
    stopOther = () => {
      child.kill("SIGTERM");
      return ended;
    };
    let text = "";
    const ready = Promise.withResolvers<string>();
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const port = /"port":(\d+),"msg":"router is ready"/.exec(text)?.[1];
      if (port !== undefined) ready.resolve(`http://127.0.0.1:${port}`);
    });
    void ended.then(() => ready.reject(new Error(`It ended: ${text}`)));
    return ready.promise;
  }

  it("renew a session's tokens once between them, and both see its end", async () => {
    const other = await startOther();
    router.identity.tokenLifetime = 2;
    const browser = router.browser();
    await browser.signIn();
    router.identity.tokenLifetime = 300;
    router.identity.delay = 100;
    router.identity.granted.length = 0;
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const headers = { "content-type": "application/json", cookie: browser.sessionHeader(), ...csrf };
    const ask = (url: string) =>
      fetch(`${url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) }).then(
        ({ status }) => status,
      );
    const asked = Array.from({ length: 40 }, (_, index) => ask(index % 2 === 0 ? router.url : other));
    expect(await Promise.all(asked)).toEqual(Array(40).fill(200));
    expect(router.identity.granted).toEqual(["refresh_token"]);

    await browser.ask("/session", { method: "DELETE", headers: csrf });
    await expect.poll(() => ask(other), { timeout: 5_000 }).toBe(401);
  });
});

describe("without identity", () => {
  it("still knows tokens; where it must ask identity it says that identity is away, and keeps the cookie", async () => {
    const router = await startTestRouter();
    try {
      const browser = router.browser();
      await browser.signIn();
      await router.store.asOwner("update browser_session set renew_at = now(), access_expires_at = now()");
      await router.identity.close();
      expect((await router.post(query)).status).toBe(200);
      const answer = await router.post(query, { authorization: null, cookie: browser.sessionHeader(), ...csrf });
      expect(answer.status).toBe(503);
      expect(answer.errors?.[0]?.extensions.code).toBe("SUBGRAPH_UNAVAILABLE");
      expect(answer.headers.get("set-cookie")).toBeNull();
      // The user goes on, who did something of which identity cannot be told.
      await router.store.asOwner("update browser_session set told_used_at = now() - interval '1 hour'");
      const touched = await browser.ask("/session/activity", { method: "POST", headers: csrf });
      expect(touched.status).toBe(200);
      // Signing out works all the same.
      const end = await browser.ask("/session", { method: "DELETE", headers: csrf });
      expect([end.status, browser.cookies.has("careconnect_sid")]).toEqual([204, false]);
      const { url } = await browser.go("/session/callback?code=x&state=x");
      expect(url.search).toBe("?problem=expired");
      expect((await fetch(`${router.url}/oidc/jwks`)).status).toBe(503);
    } finally {
      await router.close();
    }
  });

  it("says of a session whose token was revoked neither that it goes on nor that it has ended", async () => {
    const router = await startTestRouter();
    try {
      const browser = router.browser();
      await browser.signIn();
      const asked = { authorization: null, cookie: browser.sessionHeader(), ...csrf };
      expect((await router.post(query, asked)).status).toBe(200);
      router.identity.revoke({ sub: "user", notAfterIat: Math.floor(Date.now() / 1000) });
      const authorization = String(router.subgraphs.patient?.asked.at(-1)?.headers.authorization);
      await expect.poll(async () => (await router.post(query, { authorization })).status, { timeout: 5_000 }).toBe(401);
      await router.identity.close();
      for (const told of ["now()", "now() - interval '1 hour'"]) {
        await router.store.asOwner(`update browser_session set told_used_at = ${told}`);
        const touched = await browser.ask("/session/activity", { method: "POST", headers: csrf });
        expect([touched.status, touched.headers.get("set-cookie")]).toEqual([503, null]);
      }
      expect((await browser.ask("/session")).status).toBe(503);
      expect((await router.post(query, asked)).status).toBe(503);
      expect(browser.cookies.has("careconnect_sid")).toBe(true);
    } finally {
      await router.close();
    }
  });
});

describe("without its store", () => {
  it("still answers bearer tokens, and says that sessions cannot be read", async () => {
    const router = await startTestRouter({
      environment: { DATABASE_URL_ROUTER: "postgresql://nobody:nothing@127.0.0.1:1/router" },
    });
    try {
      expect((await router.post(query)).status).toBe(200);
      const cookie = `careconnect_sid=${"x".repeat(43)}`;
      const answer = await router.post(query, { authorization: null, cookie, ...csrf });
      expect(answer.status).toBe(503);
      expect(answer.headers.get("set-cookie")).toBeNull();
      expect(await router.browser().signIn("/patients")).toBe("/sign-in?problem=unavailable&return=%2Fpatients");
      // Who believes to have signed out would leave an open session behind.
      const end = await fetch(`${router.url}/session`, { method: "DELETE", headers: { cookie, ...csrf } });
      expect([end.status, ((await end.json()) as { code: string }).code]).toEqual([503, "SUBGRAPH_UNAVAILABLE"]);
      expect(end.headers.get("set-cookie")).toBeNull();
    } finally {
      await router.close();
    }
  });
});
