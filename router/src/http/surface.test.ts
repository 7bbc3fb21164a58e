import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestRouter, type TestRouter } from "../testing/test.router.ts";

const inline = 'document.documentElement.dataset.early = "yes";';
const early = `sha256-${createHash("sha256").update(inline).digest("base64")}`;

describe("one origin", () => {
  let router: TestRouter;
  beforeAll(async () => {
    router = await startTestRouter({
      web: {
        "index.html": `<!doctype html><title>CareConnect</title><script src="/x.js"></script><script>${inline}</script>`,
        "favicon.svg": "<svg/>",
      },
    });
    await mkdir(join(router.folder, "assets"));
    await mkdir(join(router.folder, "fonts"));
    await writeFile(join(router.folder, "fonts", "inter.woff2"), "wOF2");
    await writeFile(join(router.folder, "assets", "app-1a2b3c.js"), `export const text = "${"x".repeat(5_000)}";`);
  });
  afterAll(() => router.close());

  const get = (path: string, headers: Record<string, string> = {}) => fetch(`${router.url}${path}`, { headers });

  it("shows Sandbox to a browser, under a policy of its own", async () => {
    const page = await get("/graphql", { accept: "text/html,application/xhtml+xml" });
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).toContain("https://embeddable-sandbox.cdn.apollographql.com");
    const policy = page.headers.get("content-security-policy") ?? "";
    const nonce = /nonce="([^"]+)"/.exec(html)?.[1];
    expect(policy).toContain(`script-src 'nonce-${nonce}' https://embeddable-sandbox.cdn.apollographql.com`);
    expect(policy).toContain("frame-src https://sandbox.embed.apollographql.com");
    expect(policy).not.toContain("unsafe");
    expect(html.match(/<(script|style)(?![^>]*nonce=)/)).toBeNull();
  });

  it("answers the hosted Sandbox's preflight in demo mode, and no other site's", async () => {
    const preflight = (origin: string) =>
      fetch(`${router.url}/graphql`, {
        method: "OPTIONS",
        headers: {
          origin,
          "access-control-request-method": "POST",
          "access-control-request-headers": "authorization,content-type",
        },
      });
    const studio = await preflight("https://studio.apollographql.com");
    expect(studio.status).toBe(204);
    expect(studio.headers.get("access-control-allow-origin")).toBe("https://studio.apollographql.com");
    expect(studio.headers.get("access-control-allow-headers")).toContain("authorization");
    expect(studio.headers.get("access-control-allow-headers")).toContain("x-careconnect-csrf");
    expect(studio.headers.get("access-control-allow-credentials")).toBeNull();
    expect((await preflight("https://evil.test")).headers.get("access-control-allow-origin")).toBeNull();
  });

  it("serves the application with strict headers", async () => {
    const page = await get("/");
    expect(await page.text()).toContain("CareConnect");
    expect(page.headers.get("cache-control")).toBe("no-cache");
    expect(page.headers.get("content-security-policy")).toBe(
      `default-src 'self';script-src 'self' '${early}';script-src-attr 'none';style-src 'self' 'unsafe-inline';img-src 'self' data:;font-src 'self' data:;connect-src 'self';frame-src 'none';object-src 'none';base-uri 'self';form-action 'self';frame-ancestors 'none'`,
    );
    expect(Object.fromEntries(page.headers)).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": expect.stringMatching(/camera=\(self\).*geolocation=\(\)/),
    });
    // Browsers complain in the console of a feature that they do not know.
    expect(page.headers.get("permissions-policy")).not.toContain("bluetooth");
    expect(page.headers.get("strict-transport-security")).toBeNull();
    expect(page.headers.get("server") ?? page.headers.get("x-powered-by")).toBeNull();
  });

  it("keeps fonts, whose names stay, for a week", async () => {
    const font = await get("/fonts/inter.woff2");
    expect(font.headers.get("cache-control")).toBe("public, max-age=604800");
    expect(font.headers.get("content-type")).toBe("font/woff2");
  });

  it("keeps assets for ever and compresses them", async () => {
    const asset = await get("/assets/app-1a2b3c.js", { "accept-encoding": "gzip" });
    expect(asset.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(asset.headers.get("content-encoding")).toBe("gzip");
    expect((await get("/favicon.svg")).headers.get("cache-control")).toBe("no-cache");
  });

  it("gives the application's own addresses to the application", async () => {
    const page = await get("/patients/0199a000?tab=visits");
    expect(page.status).toBe(200);
    expect(page.headers.get("cache-control")).toBe("no-cache");
    expect(await page.text()).toContain("CareConnect");
  });

  it.each([
    "/assets/missing.js",
    "/missing.png",
    "/session/unknown",
    "/metrics/unknown",
    "/files/x",
    "/webhooks/stripe",
  ])("answers %s with 404 and not with a page", async (path) => {
    const response = await get(path, { accept: "text/html" });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: "NOT_FOUND", message: "There is nothing at this address." });
  });

  it("does not leave the folder it serves", async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const raw = httpRequest(
        { port: router.port, host: "127.0.0.1", path: "/assets/..%2f..%2f..%2fetc/passwd" },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      raw.on("error", reject);
      raw.end();
    });
    expect(status).toBeGreaterThanOrEqual(400);
  });

  it("passes /oidc to identity under the public address, whatever the caller claims", async () => {
    router.identity.asked.length = 0;
    const response = await fetch(`${router.url}/oidc/token`, {
      method: "POST",
      headers: {
        "x-forwarded-for": "203.0.113.9",
        "x-forwarded-host": "evil.test",
        "x-forwarded-proto": "https",
        forwarded: "for=1.2.3.4",
        cookie: `careconnect_sid=${"x".repeat(43)}; identity_session=theirs; __Host-careconnect_sid=x`,
      },
      body: new URLSearchParams({ grant_type: "authorization_code", client_id: "nobody" }),
    });
    expect(await response.json()).toMatchObject({ error: "invalid_client" });
    const [asked] = router.identity.asked;
    expect(asked?.headers.cookie).toBe("identity_session=theirs");
    expect(asked?.headers).toMatchObject({
      host: "localhost:4000",
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-host": "localhost:4000",
      "x-forwarded-proto": "http",
    });
    expect(asked?.headers.forwarded).toBeUndefined();
    expect(await (await get("/oidc/jwks")).json()).toHaveProperty("keys");
  });

  it("passes identity's cookies to the browser with the path that they have", async () => {
    const browser = router.browser();
    const start = await browser.ask("/session/sign-in");
    const { pathname, search } = new URL(start.headers.get("location") ?? "");
    const cookies = (await browser.ask(`${pathname}${search}`)).headers.getSetCookie();
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) expect(cookie).toMatch(/; path=\/oidc/);
  });

  it.each(["/oidc/revocations", "/oidc/%72evocations?after=x", "/oidc//revocations", "/oidc/x/%2e%2e/revocations/"])(
    "keeps to itself what identity tells the services beside it: %s",
    async (path) => {
      const response = await fetch(`${router.url}${path}`);
      expect([response.status, await response.json()]).toMatchObject([404, { code: "NOT_FOUND" }]);
    },
  );

  it("passes no body to identity that is larger than a form, or of a length that nobody knows", async () => {
    const post = async (body: string | ReadableStream) => {
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      const init = { method: "POST", headers, body, duplex: "half" } as RequestInit;
      const response = await fetch(`${router.url}/oidc/token`, init);
      return [response.status, ((await response.json()) as { code?: string }).code];
    };
    expect(await post("x".repeat(65_537))).toEqual([413, "REQUEST_TOO_LARGE"]);
    expect(await post(new Blob(["grant_type=x"]).stream())).toEqual([411, "BAD_REQUEST"]);
  });

  it("slows guessing down at the token endpoint and at the sign-in pages", async () => {
    const post = (path: string) =>
      fetch(`${router.url}${path}`, { method: "POST", body: new URLSearchParams({ code: "x" }) });
    const guesses: number[] = [];
    while (guesses.length < 100 && guesses.at(-1) !== 429) {
      guesses.push((await post(guesses.length % 2 === 0 ? "/oidc/token" : "/oidc/interaction/x")).status);
    }
    expect(guesses.length).toBeGreaterThan(50);
    expect(guesses.slice(0, -1)).not.toContain(429);
    const refused = await post("/oidc/token");
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toMatch(/^\d+$/);
  });

  it("reports health, and stays ready when one subgraph is away", async () => {
    expect(await (await get("/healthz")).json()).toEqual({ status: "alive" });
    expect(await (await get("/readyz")).json()).toEqual({
      status: "ready",
      subgraphs: { patient: "reachable", appointment: "reachable", billing: "reachable" },
    });
    await router.subgraphs.billing?.kill();
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const ready = await get("/readyz");
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({
      status: "ready",
      subgraphs: { patient: "reachable", billing: "unreachable" },
    });
  });

  it("counts requests and fetches", async () => {
    await router.post("{ patients { id } }");
    const metrics = await (await get("/metrics")).text();
    expect(metrics).toMatch(
      /careconnect_http_request_duration_seconds_count\{method="POST",route="\/graphql",status="200"\} \d+/,
    );
    expect(metrics).toMatch(/careconnect_subgraph_fetch_duration_seconds_count\{subgraph="patient",outcome="ok"\} \d+/);
    expect(metrics).toContain('careconnect_graphql_operations_total{kind="query",outcome="ok"}');
  });
});

describe("without any subgraph", () => {
  it("is alive and not ready", async () => {
    const router = await startTestRouter();
    try {
      await Promise.all(Object.values(router.subgraphs).map((subgraph) => subgraph.kill()));
      expect((await fetch(`${router.url}/healthz`)).status).toBe(200);
      const ready = await fetch(`${router.url}/readyz`);
      expect(ready.status).toBe(503);
      expect(await ready.json()).toEqual({
        status: "unready",
        subgraphs: { patient: "unreachable", appointment: "unreachable", billing: "unreachable" },
      });
    } finally {
      await router.close();
    }
  });
});

describe("without a web build", () => {
  it("says what to do", async () => {
    const router = await startTestRouter({ environment: { WEB_ROOT: "/nonexistent" } });
    try {
      const page = await fetch(router.url);
      expect(page.status).toBe(503);
      expect(await page.text()).toContain("npm start");
    } finally {
      await router.close();
    }
  });
});

describe("closing", () => {
  it("finishes what is running, and accepts nothing more", async () => {
    const router = await startTestRouter({ environment: { SUBGRAPH_TIMEOUT_MS: "2000" } });
    try {
      const running = router.post("{ slow }");
      await expect.poll(() => Object.values(router.subgraphs).flatMap(({ asked }) => asked).length).toBe(1);
      const closed = router.closeRouter();
      expect((await running).data).toEqual({ slow: "done" });
      const answered = Date.now();
      await closed;
      expect(Date.now() - answered).toBeLessThan(5_000);
      await expect(fetch(`${router.url}/healthz`)).rejects.toThrow();
    } finally {
      await router.close();
    }
  });
});

describe("a router beside a bucket", () => {
  it("lets pages send files to that store, and nowhere else", async () => {
    const router = await startTestRouter({
      web: { "index.html": "<!doctype html><title>CareConnect</title>" },
      environment: { FILE_STORE_URL: "s3://clinic", AWS_REGION: "eu-central-1" },
    });
    try {
      const page = await fetch(`${router.url}/`);
      expect(page.headers.get("content-security-policy")).toContain(
        ";connect-src 'self' https://clinic.s3.eu-central-1.amazonaws.com;",
      );
    } finally {
      await router.close();
    }
  });
});
