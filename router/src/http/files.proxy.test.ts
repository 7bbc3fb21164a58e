import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import Fastify from "fastify";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startTestRouter, type TestRouter } from "../testing/test.router.ts";
import { filesProxy } from "./files.proxy.ts";

interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Keeps files: it answers what it was sent, under the headers of a file. */
let keeper: Server;
let router: TestRouter;
const asked: Asked[] = [];
beforeAll(async () => {
  keeper = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    asked.push({ method: request.method, url: request.url, headers: request.headers, body });
    response.writeHead(request.method === "PUT" ? 201 : 200, {
      "content-type": "application/pdf",
      "content-disposition": "attachment; filename*=UTF-8''a.pdf",
      "content-security-policy": "default-src 'none'; sandbox",
      "cache-control": "private, no-store",
    });
    response.end("the file");
  });
  await new Promise<void>((resolve) => keeper.listen(0, "127.0.0.1", resolve));
  const { port } = keeper.address() as AddressInfo;
  router = await startTestRouter({ environment: { FILES_URL: `http://127.0.0.1:${port}` } });
});
afterAll(async () => {
  await router.close();
  keeper.close();
});
beforeEach(() => {
  asked.length = 0;
});

describe("/files", () => {
  it("gives a file as whoever keeps it does, saved and not shown", async () => {
    const response = await fetch(`${router.url}/files/v3.k1.link`);
    expect([response.status, await response.text()]).toEqual([200, "the file"]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "application/pdf",
      "content-disposition": "attachment; filename*=UTF-8''a.pdf",
      "content-security-policy": "default-src 'none'; sandbox",
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
    });
  });

  it("passes on what is sent, and nothing of who sends it", async () => {
    const response = await fetch(`${router.url}/files/v3.k1.link`, {
      method: "PUT",
      headers: {
        "content-type": "application/pdf",
        cookie: `careconnect_sid=${"x".repeat(43)}`,
        authorization: "Bearer secret",
        "x-forwarded-for": "203.0.113.9",
      },
      body: "%PDF-1.7",
    });
    expect(response.status).toBe(201);
    const [{ method, url, headers, body }] = asked as [Asked];
    expect({ method, url, body }).toEqual({ method: "PUT", url: "/files/v3.k1.link", body: "%PDF-1.7" });
    expect(headers).toMatchObject({
      "content-type": "application/pdf",
      "content-length": "8",
      "x-forwarded-for": "127.0.0.1",
    });
    expect(headers.cookie).toBeUndefined();
    expect(headers.authorization).toBeUndefined();
  });

  it("takes what is larger than other requests, and nothing of a length that nobody knows or that no file has", async () => {
    const put = async (body: string | Uint8Array | ReadableStream, headers: Record<string, string> = {}) => {
      const init = { method: "PUT", headers: { "content-type": "text/plain", ...headers }, body, duplex: "half" };
      const response = await fetch(`${router.url}/files/x`, init as RequestInit);
      return [response.status, response.ok ? undefined : ((await response.json()) as { code: string }).code];
    };
    expect(await put("x".repeat(2_000_000))).toEqual([201, undefined]);
    expect(asked[0]?.body).toHaveLength(2_000_000);
    expect(await put(new Blob(["x"]).stream())).toEqual([411, "BAD_REQUEST"]);
    expect(await put(Buffer.alloc(100 * 1_048_576 + 1))).toEqual([413, "REQUEST_TOO_LARGE"]);
    expect(asked).toHaveLength(1);
  });

  it("takes no other methods, and leads nowhere else", async () => {
    for (const method of ["POST", "DELETE", "PATCH"])
      expect((await fetch(`${router.url}/files/x`, { method })).status, method).toBe(404);
    for (const path of ["/files/../graphql", "/files/%2e%2e/import/patients", "/files/..%2fimport%2fpatients"])
      await fetch(`${router.url}${path}`);
    for (const { url } of asked) expect(url).toMatch(/^\/files\//);
  });

  it("waits for as long as something moves, and ends a line on which nothing does", async () => {
    // Sends ten pieces, one after the other, and takes what it is sent.
    const slow = createServer(async (asking, response) => {
      await new Promise((resolve) =>
        asking
          .on("error", () => undefined)
          .on("close", resolve)
          .resume(),
      );
      if (!asking.complete) return;
      for (let piece = 0; piece < 10; piece += 1) {
        response.write("x".repeat(200_000));
        await wait(asking.url?.endsWith("/stuck") && piece === 5 ? 3_000 : 100);
      }
      response.end();
    });
    await new Promise<void>((resolve) => slow.listen(0, "127.0.0.1", resolve));
    const { port } = slow.address() as AddressInfo;
    const app = Fastify({ handlerTimeout: 300 });
    const timeouts = { ...slowly, idleTimeout: 500 };
    await filesProxy(app, { prefix: "/files", url: new URL(`http://127.0.0.1:${port}`) }, timeouts);
    const url = await app.listen({ host: "127.0.0.1", port: 0 });
    expect((await (await fetch(`${url}/files/x`)).text()).length).toBe(2_000_000);
    await expect(fetch(`${url}/files/stuck`).then((answer) => answer.text())).rejects.toThrow();

    const send = async (pause: number) => {
      const sending = request(`${url}/files/x`, { method: "PUT", agent: false, headers: { "content-length": 10 } });
      const answered = once(sending, "response").then(([answer]) => (answer as IncomingMessage).resume().statusCode);
      for (let piece = 0; piece < 10 && !sending.destroyed; piece += 1) {
        sending.write("x");
        await Promise.race([wait(pause), answered.catch(() => undefined)]);
      }
      return answered;
    };
    expect(await send(100)).toBe(200);
    await expect(send(1_500)).rejects.toThrow();
    await app.close();
    slow.close();
  }, 60_000);

  const slowly = {
    ...{ answerTimeout: 2_000, transferTimeout: 60_000, idleTimeout: 5_000 },
    ...{ rateInterval: 30_000, leastRate: 10_000 },
  };

  it("serves others while many dawdle, and ends what hardly moves", async () => {
    const endless = createServer((asking, response) => {
      response.writeHead(200);
      if (asking.url?.endsWith("/short")) return response.end("the file");
      const timer = setInterval(() => response.write("x".repeat(100)), 50);
      response.on("close", () => clearInterval(timer));
    });
    await new Promise<void>((resolve) => endless.listen(0, "127.0.0.1", resolve));
    const app = Fastify();
    const { port } = endless.address() as AddressInfo;
    await filesProxy(
      app,
      { prefix: "/files", url: new URL(`http://127.0.0.1:${port}`) },
      { ...slowly, rateInterval: 2_000 },
    );
    const url = await app.listen({ host: "127.0.0.1", port: 0 });
    const began = Date.now();
    const ended = Array.from({ length: 60 }, async () => {
      const answer = await fetch(`${url}/files/long`);
      await expect(answer.text()).rejects.toThrow();
      return Date.now() - began;
    });
    await wait(500);
    expect(await (await fetch(`${url}/files/short`)).text()).toBe("the file");
    expect(Date.now() - began).toBeLessThan(1_900);
    for (const time of await Promise.all(ended)) expect(time).toBeGreaterThan(1_900);
    await app.close();
    endless.close();
  }, 30_000);

  it("asks who prints invoices for what is below /files/invoices, and nobody else", async () => {
    const printer = createServer((printing, response) => response.end(`printed ${printing.url}`));
    await new Promise<void>((resolve) => printer.listen(0, "127.0.0.1", resolve));
    const both = await startTestRouter({
      environment: {
        FILES_URL: `http://127.0.0.1:${(keeper.address() as AddressInfo).port}`,
        INVOICE_FILES_URL: `http://127.0.0.1:${(printer.address() as AddressInfo).port}`,
      },
    });
    const text = async (path: string) => (await fetch(`${both.url}${path}`)).text();
    expect(await text("/files/invoices/v3.k1.link")).toBe("printed /files/invoices/v3.k1.link");
    for (const path of ["/files/v3.k1.link", "/files/exports/v3.k1.link"]) expect(await text(path)).toBe("the file");
    await both.close();
    printer.close();
  });

  it("says when nobody keeps files at the moment", async () => {
    const alone = await startTestRouter({ environment: { FILES_URL: "http://127.0.0.1:9" } });
    const response = await fetch(`${alone.url}/files/x`);
    expect([response.status, await response.json()]).toMatchObject([503, { code: "SUBGRAPH_UNAVAILABLE" }]);
    await alone.close();
  });
});
