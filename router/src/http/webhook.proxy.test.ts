import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { limits } from "../limits/router.limits.ts";
import { startTestRouter, type TestRouter } from "../testing/test.router.ts";

interface Told {
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let listener: Server;
let router: TestRouter;
const told: Told[] = [];
beforeAll(async () => {
  listener = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    told.push({ url: request.url, headers: request.headers, body: Buffer.concat(chunks).toString("latin1") });
    response.writeHead(200, { "content-type": "application/json" }).end('{"received":true}');
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as AddressInfo;
  router = await startTestRouter({ environment: { WEBHOOKS_URL: `http://127.0.0.1:${port}` } });
});
afterAll(async () => {
  await router.close();
  listener.close();
});
beforeEach(() => {
  told.length = 0;
});

const tell = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  fetch(`${router.url}${path}`, { method: "POST", body, headers: { "content-type": "application/json", ...headers } });

describe("/webhooks/stripe", () => {
  it("passes on the very bytes with their signature, and nothing of whoever tells", async () => {
    const body = Buffer.from('{ "id":"evt_1",\r\n  "name": "\u00e9" }', "utf8");
    const answer = await tell("/webhooks/stripe", body, {
      ...{ "stripe-signature": "t=1,v1=ab", cookie: "sid=x", authorization: "Bearer x", "x-forwarded-for": "9.9.9.9" },
    });
    expect([answer.status, await answer.json()]).toEqual([200, { received: true }]);
    const [{ url, headers, body: passed } = {} as Told] = told;
    expect([url, passed, headers["stripe-signature"]]).toEqual([
      "/webhooks/stripe",
      body.toString("latin1"),
      "t=1,v1=ab",
    ]);
    expect([headers.cookie, headers.authorization]).toEqual([undefined, undefined]);
    expect(headers["x-forwarded-for"]).not.toContain("9.9.9.9");
  });

  it("takes nothing that is larger than any event, and no other method", async () => {
    expect((await tell("/webhooks/stripe", "x".repeat(limits.webhooks.bodyBytes + 1))).status).toBe(413);
    await fetch(`${router.url}/webhooks/stripe`);
    expect(told).toEqual([]);
  });

  it("says that it is to be told again when nobody is there", async () => {
    const alone = await startTestRouter({ environment: { WEBHOOKS_URL: "http://127.0.0.1:9" } });
    const answer = await fetch(`${alone.url}/webhooks/stripe`, { method: "POST", body: "{}" });
    expect([answer.status, await answer.json()]).toMatchObject([503, { code: "SUBGRAPH_UNAVAILABLE" }]);
    await alone.close();
  });
});
