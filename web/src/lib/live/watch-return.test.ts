import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { announceCommand } from "./command-channel.ts";
import { createConnectionStore } from "./connection-store.ts";
import { watchReturn } from "./watch-return.ts";

const read = vi.fn();
let stop: () => void = () => undefined;
let visibility: DocumentVisibilityState = "visible";

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  vi.spyOn(document, "visibilityState", "get").mockImplementation(() => visibility);
  visibility = "visible";
  read.mockReset();
});

afterEach(() => {
  stop();
  vi.useRealTimers();
});

function watch() {
  const connection = createConnectionStore();
  stop = watchReturn("u1", connection, read);
  return connection;
}

function see(state: DocumentVisibilityState): void {
  visibility = state;
  document.dispatchEvent(new Event("visibilitychange"));
}

/** As another tab of this user does it. */
function announce(userId: string, tab: string): void {
  const channel = new BroadcastChannel(`careconnect-commands-${userId}`);
  channel.postMessage(tab);
  channel.close();
}

test("whoever comes back after half a minute reads once, whoever looks away for a moment does not", async () => {
  watch();
  window.dispatchEvent(new Event("blur"));
  await vi.advanceTimersByTimeAsync(20_000);
  window.dispatchEvent(new Event("focus"));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(read).not.toHaveBeenCalled();

  window.dispatchEvent(new Event("blur"));
  see("hidden");
  await vi.advanceTimersByTimeAsync(31_000);
  expect(read).not.toHaveBeenCalled();
  see("visible");
  window.dispatchEvent(new Event("focus"));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(read).toHaveBeenCalledTimes(1);
});

test("a connection that was lost is read after once it is back, one that only opens is not", async () => {
  const connection = watch();
  connection.set("live");
  await vi.advanceTimersByTimeAsync(2_000);
  expect(read).not.toHaveBeenCalled();
  connection.set("offline");
  connection.set("reconnecting");
  connection.set("live");
  await vi.advanceTimersByTimeAsync(2_000);
  expect(read).toHaveBeenCalledTimes(1);
});

test("a connection that comes and goes is read after once in five seconds", async () => {
  const connection = watch();
  for (let turn = 0; turn < 20; turn += 1) {
    connection.set("reconnecting");
    connection.set("live");
    await vi.advanceTimersByTimeAsync(500);
  }
  expect(read.mock.calls.length).toBeLessThanOrEqual(3);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(read.mock.calls.length).toBeLessThanOrEqual(4);
});

test("a window that nobody sees reads when it is seen, however short nobody saw it", async () => {
  const connection = watch();
  see("hidden");
  connection.set("offline");
  connection.set("live");
  await vi.advanceTimersByTimeAsync(2_000);
  expect(read).not.toHaveBeenCalled();
  see("visible");
  await vi.advanceTimersByTimeAsync(2_000);
  expect(read).toHaveBeenCalledTimes(1);
});

test("what the user did in another tab is read, once; what this tab or another user did is not", async () => {
  watch();
  announceCommand("u1");
  announce("u2", "another tab");
  await vi.advanceTimersByTimeAsync(2_000);
  expect(read).not.toHaveBeenCalled();
  announce("u1", "another tab");
  announce("u1", "another tab");
  await vi.waitFor(() => expect(read).toHaveBeenCalled());
  await vi.advanceTimersByTimeAsync(20_000);
  expect(read).toHaveBeenCalledTimes(1);
});

test("nobody reads for a page that is left", async () => {
  const connection = watch();
  connection.set("offline");
  connection.set("live");
  stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(read).not.toHaveBeenCalled();
});
