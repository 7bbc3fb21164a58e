import { expect, test, vi } from "vitest";
import { demoAccounts, signIn, signOut } from "./session-requests.ts";

function answer(status: number, headers: Record<string, string> = {}) {
  const fetched = vi.fn(async (_url: string, _init?: RequestInit) => new Response(null, { status, headers }));
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

test("signing in sends the header that other sites cannot send", async () => {
  const fetched = answer(204);
  expect(await signIn("a@b.cc", "secret")).toEqual({ kind: "signed-in" });
  expect(fetched.mock.calls[0]?.[1]).toMatchObject({ method: "POST", headers: { "x-careconnect-csrf": "1" } });
});

test("a refusal says what to do: other credentials, patience, or another try", async () => {
  answer(401);
  expect(await signIn("a@b.cc", "x")).toEqual({ kind: "invalid" });
  answer(429, { "retry-after": "30" });
  expect(await signIn("a@b.cc", "x")).toEqual({ kind: "limited", seconds: 30 });
  answer(429);
  expect(await signIn("a@b.cc", "x")).toEqual({ kind: "limited", seconds: null });
  answer(503);
  expect(await signIn("a@b.cc", "x")).toEqual({ kind: "unreachable" });
  vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("no network")));
  expect(await signIn("a@b.cc", "x")).toEqual({ kind: "unreachable" });
});

test("outside of demo mode there are no accounts to pick", async () => {
  answer(404);
  expect(await demoAccounts(new AbortController().signal)).toEqual([]);
});

test("a sign-out that failed is not reported as done", async () => {
  answer(503);
  expect(await signOut()).toBe(false);
  answer(204);
  expect(await signOut()).toBe(true);
});
