import { describe, expect, test } from "vitest";
import { Failure } from "../failure.ts";
import { demoTokens, givenToken } from "./access.token.ts";
import { type ImportTarget, sendRows } from "./batch.sender.ts";
import type { PayerRow } from "./canonical.rows.ts";
import { TemporaryFailure } from "./retry.ts";
import { type ImportServer, startImportServer } from "./testing/import.server.ts";

const retry = { attempts: 4, firstPauseMs: 1, longestPauseMs: 5 };
const payers = (count: number): PayerRow[] =>
  Array.from({ length: count }, (_, index) => ({ line: index + 2, externalId: `p${index}`, name: `Payer ${index}` }));

function targetOf(server: ImportServer): ImportTarget {
  return {
    urls: server.urls,
    tokens: demoTokens({ identityUrl: server.url, email: "admin@careconnect.test", retry }),
    retry,
  };
}

describe("sending rows", () => {
  test("splits them into requests that owners take, and adds up the answers", async () => {
    await using server = await startImportServer();
    server.reject = (_, { externalId }) =>
      externalId === "p700" ? { code: "CONFLICT", field: ["name"], message: "taken" } : undefined;
    const answer = await sendRows(targetOf(server), "payers", payers(1_100));
    expect(server.requests.map(({ path, rows }) => [path, rows])).toEqual([
      ["/import/payers", 500],
      ["/import/payers", 500],
      ["/import/payers", 100],
    ]);
    expect(answer).toEqual({
      accepted: 1_099,
      unchanged: 0,
      rejected: [{ line: 702, code: "CONFLICT", field: ["name"], message: "taken" }],
    });
  });

  test("keeps a request below the size that owners take", async () => {
    await using server = await startImportServer();
    const large = payers(5).map((row) => ({ ...row, name: "é".repeat(900_000) }));
    expect((await sendRows(targetOf(server), "payers", large)).accepted).toBe(5);
    expect(server.requests.map(({ rows }) => rows)).toEqual([2, 2, 1]);
  });

  test("tries again after dropped connections and answers of a server that is starting", async () => {
    await using server = await startImportServer();
    const target = targetOf(server);
    await target.tokens.current();
    server.failures.push("drop", 503, 500);
    expect((await sendRows(target, "payers", payers(3))).accepted).toBe(3);
    expect(await sendRows(target, "payers", payers(3))).toMatchObject({ accepted: 0, unchanged: 3 });
  });

  test("gives up when a server stays away", async () => {
    await using server = await startImportServer();
    const target = targetOf(server);
    await target.tokens.current();
    server.failures.push(503, 503, 503, 503);
    await expect(sendRows(target, "payers", payers(1))).rejects.toThrow(TemporaryFailure);
    expect(server.rows("payers")).toEqual([]);
  });

  test("gets a new token when one is refused", async () => {
    await using server = await startImportServer();
    const target = targetOf(server);
    server.revoked.add(await target.tokens.current());
    expect((await sendRows(target, "payers", payers(2))).accepted).toBe(2);
    expect(server.requests[0]?.token).toBe("token-of-admin@careconnect.test-2");
  });

  test.each([
    [403, "needs the role ADMIN"],
    [404, "does not import payers"],
    [400, "refused a batch of payers with status 400: as the test asked"],
  ])("does not repeat what is refused with %i", async (status, sentence) => {
    await using server = await startImportServer();
    const target = targetOf(server);
    await target.tokens.current();
    server.failures.push(status);
    await expect(sendRows(target, "payers", payers(1))).rejects.toThrow(sentence);
    expect(server.requests).toEqual([]);
  });
});

describe("tokens", () => {
  test("one serves many requests", async () => {
    await using server = await startImportServer();
    const tokens = demoTokens({ identityUrl: server.url, email: "admin@careconnect.test", retry });
    expect(await tokens.current()).toBe(await tokens.current());
  });

  test("an account that may not sign in is told so", async () => {
    await using server = await startImportServer();
    const tokens = demoTokens({ identityUrl: server.url, email: "nobody@careconnect.test", retry });
    await expect(tokens.current()).rejects.toThrow(
      "Signing in as nobody@careconnect.test was refused (unknown account)",
    );
  });

  test("the token of the environment is not renewed", async () => {
    await using server = await startImportServer();
    const target = { urls: server.urls, tokens: givenToken("stale"), retry };
    const sending = sendRows(target, "payers", payers(1));
    await expect(sending).rejects.toThrow(Failure);
    await expect(sending).rejects.toThrow("CARECONNECT_TOKEN was refused");
  });
});
