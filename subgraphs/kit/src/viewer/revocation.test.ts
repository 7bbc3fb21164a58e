import "reflect-metadata";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Registry } from "prom-client";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type Notes, noteChanges, nurse, startNotes } from "../subscriptions/notes.fixture.ts";
import { createTestLog } from "../testing/test.log.ts";
import { openSubscriptions, until } from "../testing/test.subscriber.ts";
import { followRevocations, type Revocations } from "./revocation.feed.ts";
import { createRevocationList } from "./revocation.list.ts";

const token = { sessionId: "s-1", userId: "u-1", issuedAt: 1_000 };

describe("the list of revocations", () => {
  it("covers what was issued in a session, or to a user, up to the moment of the revocation", () => {
    const list = createRevocationList();
    list.add([{ sid: "s-1", notAfterIat: 1_000 }]);
    expect(list.covers(token)).toBe(true);
    expect(list.covers({ ...token, issuedAt: 1_001 })).toBe(false);
    expect(list.covers({ ...token, sessionId: "s-2" })).toBe(false);
    expect(list.covers({ ...token, sessionId: undefined })).toBe(false);
    list.add([{ sub: "u-1", notAfterIat: 2_000 }]);
    expect(list.covers({ ...token, sessionId: undefined, issuedAt: 1_500 })).toBe(true);
    expect(list.covers({ ...token, userId: "u-2", sessionId: "s-2" })).toBe(false);
  });

  it("covers what a client that was revoked got for people", () => {
    const list = createRevocationList();
    list.add([{ sub: "c-1", notAfterIat: 1_000 }]);
    expect(list.covers({ ...token, clientId: "c-1" })).toBe(true);
    expect(list.covers({ ...token, clientId: "c-2" })).toBe(false);
    expect(list.covers(token)).toBe(false);
  });

  it("one session's end leaves the others of its user, and an older one takes nothing back", () => {
    const list = createRevocationList();
    list.add([{ sid: "s-1", sub: "u-1", notAfterIat: 1_000 }]);
    list.add([{ sid: "s-1", notAfterIat: 500 }]);
    expect(list.covers(token)).toBe(true);
    expect(list.covers({ ...token, sessionId: "s-2" })).toBe(false);
  });

  it("tells whoever waits, once, and nobody who stopped waiting", () => {
    const list = createRevocationList();
    const [told, silent] = [vi.fn(), vi.fn()];
    list.whenRevoked(token, told);
    list.whenRevoked(token, silent)();
    list.add([{ sid: "another", notAfterIat: 9_999 }]);
    expect(told).not.toHaveBeenCalled();
    list.add([{ sid: "s-1", notAfterIat: 1_000 }]);
    list.add([{ sid: "s-1", notAfterIat: 1_001 }]);
    expect(told).toHaveBeenCalledOnce();
    expect(silent).not.toHaveBeenCalled();
    const late = vi.fn();
    list.whenRevoked(token, late);
    expect(late).toHaveBeenCalledOnce();
  });
});

describe("the feed", () => {
  const asked: (string | null)[] = [];
  let answer: { status: number; body: unknown };
  let server: Server;
  let url: string;
  let following: Revocations | undefined;
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(new URL(request.url ?? "", "http://feed").searchParams.get("after"));
      response.statusCode = answer.status;
      response.end(JSON.stringify(answer.body));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/revocations`;
  });
  afterEach(() => {
    following?.close();
    asked.length = 0;
  });
  afterAll(() => server.close());

  const follow = () => {
    const [log, registry] = [createTestLog(), new Registry()];
    following = followRevocations({ url, log, registry });
    return { revocations: following, log, registry };
  };

  it("is asked for what followed the last cursor; a cursor that it does not know begins anew", async () => {
    answer = { status: 200, body: { cursor: "a b", revocations: [{ sid: "s-1", notAfterIat: 1_000 }] } };
    const { revocations } = follow();
    expect(await revocations.isRevoked(token)).toBe(true);
    await until(async () => asked.length === 2);
    answer = { status: 410, body: {} };
    await until(async () => asked.length >= 4);
    expect(asked.slice(0, 2)).toEqual([null, "a b"]);
    expect(asked.slice(3, 4)).toEqual([null]);
    expect(await revocations.isRevoked(token)).toBe(true);
  });

  it("is asked again at once after a page that is as long as pages get", async () => {
    const page = Array.from({ length: 1_000 }, (_, index) => ({ sid: `s-${index}`, notAfterIat: 1_000 }));
    answer = { status: 200, body: { cursor: "1", revocations: page } };
    const startedAt = performance.now();
    follow();
    await until(async () => asked.length >= 5);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });

  it("that answers nonsense or nothing revokes nothing, is measured, and warned of once when that lasts", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      answer = { status: 200, body: { revocations: "none" } };
      const { revocations, log, registry } = follow();
      expect(await revocations.isRevoked(token)).toBe(false);
      expect(log.lines).toEqual([]);
      vi.setSystemTime(Date.now() + 11_000);
      await until(async () => asked.length >= 3);
      expect(log.lines).toMatchObject([{ level: "warn" }]);
      expect(await registry.metrics()).toMatch(/careconnect_revocations_age_seconds 11/);
      answer = { status: 200, body: { cursor: "1", revocations: [] } };
      await until(async () => log.lines.length === 2);
      expect(log.lines[1]).toMatchObject({ level: "info" });
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("a subgraph", () => {
  let notes: Notes;
  beforeAll(async () => {
    notes = await startNotes();
  });
  afterAll(() => notes.close());

  it("refuses a revoked session's token within five seconds, though it knew it, and ends its live subscriptions with 4403", async () => {
    const { subgraph } = notes;
    const leaving = { ...nurse, sessionId: "0199d000-0000-7000-8000-000000000001" };
    const staying = { ...nurse, sessionId: "0199d000-0000-7000-8000-000000000002" };
    const kept = await subgraph.issuer.tokenFor(leaving);
    const ask = async () => {
      const response = await fetch(`${subgraph.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${kept}` },
        body: '{"query":"{ nothing }"}',
      });
      return { status: response.status, text: await response.text() };
    };
    const [gone, remaining] = [await notes.connect(leaving), await notes.connect(staying)];
    await gone.subscribe(noteChanges);
    await remaining.subscribe(noteChanges);
    expect((await ask()).status).toBe(200);

    const revokedAt = Date.now();
    subgraph.issuer.revoke({ sid: leaving.sessionId, notAfterIat: Math.floor(revokedAt / 1_000) });
    expect(await gone.closed).toMatchObject({ code: 4403, reason: "The access token was revoked: sign in again." });
    const { status, text } = await ask();
    expect(Date.now() - revokedAt).toBeLessThan(5_000);
    expect([status, JSON.parse(text).errors[0].extensions.code]).toEqual([401, "UNAUTHENTICATED"]);
    expect((await subgraph.query(staying, "{ nothing }")).status).toBe(200);
    await until(async () => (await openSubscriptions(subgraph.url)) === 1);
    await notes.disconnect();
  });

  it("refuses every token of a user who was suspended", async () => {
    const { issuer } = notes.subgraph;
    const suspended = { ...nurse, userId: "0199b000-0000-7000-8000-000000000077" };
    expect((await notes.subgraph.query(suspended, "{ nothing }")).status).toBe(200);
    issuer.revoke({ sub: suspended.userId, notAfterIat: Math.floor(Date.now() / 1_000) + 60 });
    await until(async () => (await notes.subgraph.query(suspended, "{ nothing }")).status === 401);
    expect((await notes.subgraph.query(nurse, "{ nothing }")).status).toBe(200);
  });
});
