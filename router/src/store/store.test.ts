import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestStore, type TestStore } from "../testing/test.store.ts";
import { rememberAttempt, takeAttempt } from "./attempt.table.ts";
import { seal, unseal } from "./sealed.text.ts";
import {
  deleteExpired,
  deleteSession,
  insertSession,
  livingSessions,
  lockSession,
  readSession,
  saveTokens,
  sessionId,
  touchSession,
} from "./session.table.ts";
import { migrateStore } from "./store.migration.ts";
import { openStore, type Store } from "./store.pool.ts";

const owner = { userId: "user" };
const tokens = { accessToken: "canary-access", refreshToken: "canary-refresh", expiresInSeconds: 300 };
const halfAnHour = 1_800_000;
const logger = pino({ level: "silent" });

describe("the session store", () => {
  let database: TestStore;
  let store: Store;
  beforeAll(async () => {
    database = await createTestStore();
    store = openStore(database.url, logger);
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  it("is migrated once, by however many at the same time, and the serving role owns nothing", async () => {
    const application = new URL(database.url).username;
    await Promise.all([1, 2, 3].map(() => migrateStore(database.ownerUrl, application)));
    expect(await database.asOwner("select name from migration")).toEqual([
      { name: "0001-sessions.sql" },
      { name: "0002-what-nobody-reads.sql" },
      { name: "0003-activity-told.sql" },
    ]);
    for (const sql of ["select 1 from migration", "drop table browser_session", "create table mine (id int)"]) {
      await expect(store.query(sql, [])).rejects.toMatchObject({ statusCode: 503 });
    }
  });

  it("keeps a session that its cookie alone opens", async () => {
    await insertSession(store, "cookie-1", owner, tokens, halfAnHour);
    const session = await readSession(store, "cookie-1");
    expect(session).toMatchObject({ userId: "user", generation: 1, renewalDue: false });
    expect([session?.accessToken, session?.refreshToken]).toEqual(["canary-access", "canary-refresh"]);
    expect(session?.idleExpiresInSeconds).toBeCloseTo(1_800, -1);
    expect(session?.absoluteExpiresInSeconds).toBeCloseTo(12 * 3_600, -1);
    expect(await readSession(store, "cookie-2")).toBeUndefined();
  });

  it("holds nothing in a dump that opens anything", async () => {
    const secret = "browser-secret";
    await insertSession(store, "canary-cookie", { userId: "whose-it-is" }, tokens, halfAnHour);
    await rememberAttempt(store, "canary-state", secret, {
      verifier: "canary-verifier",
      nonce: "canary-nonce",
      returnPath: "/canary-path",
    });
    const dump = JSON.stringify([
      await database.asOwner("select s::text, encode(s.sealed_access_token, 'escape') from browser_session s"),
      await database.asOwner("select a::text, encode(a.sealed, 'escape') from sign_in_attempt a"),
    ]);
    expect(dump).toContain("whose-it-is");
    expect(dump).not.toContain("canary");
    const id = sessionId("canary-cookie").toString("hex");
    // Tokens that were moved to another row, or to the other column, do not open.
    await database.asOwner(
      `update browser_session set sealed_access_token = sealed_refresh_token where id = '\\x${id}'`,
    );
    expect(await readSession(store, "canary-cookie")).toBeUndefined();
  });

  it("lets an attempt go on once, in the browser that began it, and not for ever", async () => {
    const attempt = { verifier: "v", nonce: "n", returnPath: "/" };
    await rememberAttempt(store, "one", "secret", attempt);
    expect(await takeAttempt(store, "one", "secret")).toEqual(attempt);
    expect(await takeAttempt(store, "one", "secret")).toBeUndefined();
    await rememberAttempt(store, "two", "secret", attempt);
    expect(await takeAttempt(store, "two", "another browser's")).toBeUndefined();
    await rememberAttempt(store, "three", "secret", attempt);
    await database.asOwner("update sign_in_attempt set expires_at = now()");
    expect(await takeAttempt(store, "three", "secret")).toBeUndefined();
  });

  it("renews tokens under a lock that others wait for", async () => {
    await insertSession(store, "renewed", owner, { ...tokens, expiresInSeconds: 0 }, halfAnHour);
    expect((await readSession(store, "renewed"))?.renewalDue).toBe(true);
    const order: string[] = [];
    const renew = (name: string) =>
      store.transaction(async (transaction) => {
        const session = await lockSession(transaction, "renewed");
        order.push(`${name} sees ${session?.generation}`);
        if (session?.renewalDue !== true) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
        await saveTokens(transaction, "renewed", { ...tokens, accessToken: name });
      });
    await Promise.all([renew("a"), renew("b")]);
    expect(order.map((line) => line.slice(2))).toEqual(["sees 1", "sees 2"]);
    expect(await readSession(store, "renewed")).toMatchObject({ generation: 2, renewalDue: false });
  });

  it("undoes what failed half-way", async () => {
    await insertSession(store, "undone", owner, tokens, halfAnHour);
    const failing = store.transaction(async (transaction) => {
      await deleteSession(transaction, "undone");
      throw new Error("identity is away");
    });
    await expect(failing).rejects.toThrow("identity is away");
    expect(await readSession(store, "undone")).toBeDefined();
  });

  it("ends sessions by idleness, by age and one by one", async () => {
    const set = (cookie: string, column: string, when: string) =>
      database.asOwner(
        `update browser_session set ${column} = ${when} where id = '\\x${sessionId(cookie).toString("hex")}'`,
      );
    const someone = { userId: "someone" };
    for (const cookie of ["idle", "old", "kept", "left"]) {
      await insertSession(store, cookie, someone, tokens, halfAnHour);
    }
    await set("idle", "idle_expires_at", "now()");
    await set("old", "absolute_expires_at", "now()");
    await set("kept", "idle_expires_at", "now() + interval '1 minute'");
    expect(await readSession(store, "idle")).toBeUndefined();
    expect(await touchSession(store, "idle", halfAnHour)).toBeUndefined();
    expect(await readSession(store, "old")).toBeUndefined();
    expect((await touchSession(store, "kept", halfAnHour))?.idleExpiresInSeconds).toBeCloseTo(1_800, -1);
    expect(await deleteSession(store, "left")).toMatchObject({ refreshToken: "canary-refresh" });
    const ids = ["idle", "old", "kept", "left"].map(sessionId);
    expect(await livingSessions(store, ids)).toEqual([sessionId("kept")]);

    await deleteExpired(store);
    const rows = await database.asOwner("select from browser_session where user_id = 'someone'");
    expect(rows).toHaveLength(1);
  });

  it("says that it is away, and nothing of where it is", async () => {
    const gone = openStore(database.url.replace(/:\d+\//, ":1/"), logger);
    const refusal = gone.query("select 1", []);
    await expect(refusal).rejects.toMatchObject({ statusCode: 503, code: "SUBGRAPH_UNAVAILABLE" });
    await expect(gone.transaction(async () => undefined)).rejects.toMatchObject({ statusCode: 503 });
    await expect(refusal).rejects.not.toThrow(/127\.0\.0\.1/);
    await gone.close();
  });
});

describe("sealed text", () => {
  it("opens under its own secret and for its own purpose, unaltered", () => {
    const sealed = seal("text", "secret", "column");
    expect(unseal(sealed, "secret", "column")).toBe("text");
    expect(unseal(sealed, "Secret", "column")).toBeUndefined();
    expect(unseal(sealed, "secret", "other")).toBeUndefined();
    const altered = Buffer.from(sealed);
    altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1;
    expect(unseal(altered, "secret", "column")).toBeUndefined();
    expect(unseal(Buffer.alloc(0), "secret", "column")).toBeUndefined();
  });
});
