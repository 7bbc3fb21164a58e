import "reflect-metadata";
import { once } from "node:events";
import Fastify, { type FastifyInstance } from "fastify";
import { Registry } from "prom-client";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { UnauthenticatedError } from "../errors/errors.ts";
import { buildSchema } from "../graphql/subgraph.schema.ts";
import { createKeyring, useKeyring } from "../sensitive/keyring.ts";
import { notesSubgraph } from "./notes.fixture.ts";
import { positionAfter, streamCursor } from "./stream.cursor.ts";
import type { SubscriptionLimits } from "./subscription.limits.ts";
import { createSubscriptionMetrics } from "./subscription.metrics.ts";
import { serveSubscriptions } from "./subscription.server.ts";

const toClose: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});

const unused = () => {
  throw new Error("Nobody subscribes in this test.");
};

/** A server to which clients connect and say nothing. */
async function serve(limits: Partial<SubscriptionLimits>): Promise<{ app: FastifyInstance; url: string }> {
  const app = Fastify();
  serveSubscriptions(app, {
    schema: buildSchema(notesSubgraph).schema,
    verify: async () => {
      throw new UnauthenticatedError();
    },
    whenRevoked: unused,
    eventLog: { epoch: "one", head: unused, tail: unused, follow: unused, read: unused },
    metrics: createSubscriptionMetrics(new Registry()),
    contextFor: unused,
    limits,
  });
  const address = await app.listen({ host: "127.0.0.1", port: 0 });
  toClose.push(() => app.close());
  return { app, url: `${address.replace("http", "ws")}/graphql` };
}

async function open(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url, "graphql-transport-ws");
  toClose.push(async () => socket.terminate());
  await once(socket, "open");
  return socket;
}

const closeCode = async (socket: WebSocket): Promise<number> => Number((await once(socket, "close"))[0]);

describe("a socket", () => {
  it("is closed with 4408 when it does not introduce itself", async () => {
    const { url } = await serve({ initTimeout: 50 });
    expect(await closeCode(await open(url))).toBe(4408);
  });

  it("of another protocol is closed with 4406", async () => {
    const { url } = await serve({});
    const socket = new WebSocket(url);
    expect(await closeCode(socket)).toBe(4406);
  });

  it("too many is answered 503, until another leaves", async () => {
    const { url } = await serve({ sockets: 1 });
    const first = await open(url);
    await expect(open(url)).rejects.toThrow("503");
    first.terminate();
    await once(first, "close");
    await expect.poll(() => open(url).then(() => "open", String)).toBe("open");
  });

  it("stays while it answers pings, and is dropped when it does not", async () => {
    const { url } = await serve({ heartbeat: 50, initTimeout: 60_000 });
    const socket = await open(url);
    let pings = 0;
    socket.on("ping", () => {
      pings += 1;
    });
    await expect.poll(() => pings).toBeGreaterThan(4);
    const deaf = new WebSocket(url, "graphql-transport-ws", { autoPong: false });
    expect(await closeCode(deaf)).toBe(1006);
    expect(socket.readyState).toBe(WebSocket.OPEN);
  });

  it("that does not take leave holds up a shutdown no longer than it may", async () => {
    const { app, url } = await serve({ closeTimeout: 50 });
    const socket = await open(url);
    socket.pause();
    await app.close();
  });
});

describe("a cursor", () => {
  it("resumes up to 50,000 positions behind the head", async () => {
    useKeyring(createKeyring());
    const scope = { organizationId: "one", field: "noteChanged" };
    const log = (head: number) => ({ epoch: "one", head: async () => head, tail: async () => 0 });
    const cursor = streamCursor(log(1), 7, scope);
    expect(await positionAfter(log(50_007), cursor, scope)).toBe(7);
    await expect(positionAfter(log(50_008), cursor, scope)).rejects.toMatchObject({
      extensions: { code: "RESUME_NOT_POSSIBLE" },
    });
  });
});
