import { expect, test, vi } from "vitest";
import { demoAccounts, isLeaving, readSession, reportActivity, signInAddress, signOut } from "./session-requests.ts";

function answer(status: number, body: object | null = null) {
  const fetched = vi.fn(
    async (_url: string, _init?: RequestInit) => new Response(body === null ? null : JSON.stringify(body), { status }),
  );
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

test("signing in leads to the server, which knows the way back and the reader's language", () => {
  expect(signInAddress("/providers?search=a b", "ar")).toBe(
    "/session/sign-in?return=%2Fproviders%3Fsearch%3Da+b&ui_locales=ar",
  );
});

test("a sign of the user carries the header that other sites cannot send", async () => {
  const time = { idleExpiresInSeconds: 1_800, expiresInSeconds: 43_200 };
  const fetched = answer(200, time);
  expect(await reportActivity()).toEqual(time);
  expect(fetched.mock.calls[0]).toMatchObject([
    "/session/activity",
    { method: "POST", headers: { "x-careconnect-csrf": "1" } },
  ]);
});

test("a session that is over is told from a server that does not answer", async () => {
  answer(401);
  expect(await readSession()).toBe("over");
  answer(503);
  expect(await readSession()).toBe("unknown");
  vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("no network")));
  expect(await readSession()).toBe("unknown");
});

test("outside of demo mode there are no accounts to show", async () => {
  answer(404);
  expect(await demoAccounts(new AbortController().signal)).toEqual([]);
});

test("a sign-out that failed is not reported as done", async () => {
  answer(503);
  expect(await signOut()).toBe(false);
  answer(204);
  expect(await signOut()).toBe(true);
});

test("whoever leaves has left this device until the server knows it", async () => {
  vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("no network")));
  expect(await signOut()).toBe(false);
  expect(isLeaving()).toBe(true);
  answer(503);
  expect(await signOut()).toBe(false);
  expect(isLeaving()).toBe(true);
  answer(401);
  expect(await signOut()).toBe(true);
  expect(isLeaving()).toBe(false);
});
