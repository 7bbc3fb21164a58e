import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createIdleWatch, type IdleWatch } from "./idle-watch.ts";
import { sessionEndStore } from "./session-end-store.ts";
import type { SessionAnswer, SessionEnd } from "./session-requests.ts";

/** The server: a session that goes on for half an hour after each sign of the user. */
function startServer() {
  let idleEndsAt = Date.now() + 1_800_000;
  let over = false;
  const answer = (): SessionAnswer =>
    over || Date.now() >= idleEndsAt
      ? "over"
      : { idleExpiresInSeconds: (idleEndsAt - Date.now()) / 1_000, expiresInSeconds: 43_200 };
  return {
    read: vi.fn(async () => answer()),
    report: vi.fn(async () => {
      if (answer() !== "over") {
        idleEndsAt = Date.now() + 1_800_000;
      }
      return answer();
    }),
    end: () => {
      over = true;
    },
  };
}

/** Tabs of one browser. */
function openTabs() {
  const listeners = new Map<object, (event: MessageEvent) => void>();
  return () => {
    const tab = {
      postMessage(data: unknown) {
        for (const [other, listener] of listeners) {
          if (other !== tab) {
            listener(new MessageEvent("message", { data }));
          }
        }
      },
      addEventListener: (_: string, listener: unknown) => void listeners.set(tab, listener as () => void),
      removeEventListener: () => void listeners.delete(tab),
    };
    return tab;
  };
}

let server: ReturnType<typeof startServer>;
let newTab: ReturnType<typeof openTabs>;
const watches: IdleWatch[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  server = startServer();
  newTab = openTabs();
});
afterEach(() => {
  for (const watch of watches.splice(0)) {
    watch.close();
  }
  vi.useRealTimers();
});

function watch() {
  const seen: { warning: number | null; end: SessionEnd | null } = { warning: null, end: null };
  const idle = createIdleWatch({
    read: server.read,
    report: server.report,
    store: sessionEndStore,
    channel: newTab() as never,
    onWarning: (seconds) => {
      seen.warning = seconds;
    },
    onEnd: (reason) => {
      seen.end = reason;
    },
  });
  watches.push(idle);
  return { idle, seen };
}

const minutes = (count: number) => vi.advanceTimersByTimeAsync(count * 60_000);

test("warns two minutes before the end and covers the screen at it", async () => {
  const { seen } = watch();
  await minutes(27.9);
  expect(seen).toEqual({ warning: null, end: null });
  await minutes(0.2);
  expect(seen.warning).toBeGreaterThan(110);
  await minutes(2);
  expect(seen.end).toBe("idle");
});

test("what the user does is told to the server once a minute, and puts the end off", async () => {
  const { idle, seen } = watch();
  for (let minute = 0; minute < 40; minute += 1) {
    await minutes(0.5);
    idle.act();
    await minutes(0.5);
  }
  expect(server.report.mock.calls.length).toBeGreaterThan(30);
  expect(server.report.mock.calls.length).toBeLessThanOrEqual(41);
  expect(seen).toEqual({ warning: null, end: null });
});

test("under the warning a stray touch does not count, and staying signed in does", async () => {
  const { idle, seen } = watch();
  await minutes(28.5);
  idle.act();
  expect(server.report).not.toHaveBeenCalled();
  expect(seen.warning).not.toBeNull();
  idle.stay();
  await minutes(0.1);
  expect(seen.warning).toBeNull();
  await minutes(27);
  expect(seen.end).toBeNull();
});

test("tabs share the countdown: work in one keeps the other, and the end of one is the end of all", async () => {
  const quiet = watch();
  const busy = watch();
  for (let minute = 0; minute < 35; minute += 1) {
    await minutes(1);
    busy.idle.act();
  }
  expect(quiet.seen).toEqual({ warning: null, end: null });
  await minutes(31);
  expect([quiet.seen.end, busy.seen.end]).toEqual(["idle", "idle"]);
});

test("a session that was ended elsewhere is not called idle", async () => {
  const { idle, seen } = watch();
  await minutes(2);
  server.end();
  idle.act();
  await minutes(0.1);
  expect(seen.end).toBe("ended");
});

test("a server that does not answer ends nothing before its time, and everything at it", async () => {
  const { seen } = watch();
  await minutes(1);
  server.read.mockImplementation(async () => "unknown");
  await minutes(28);
  expect(seen.end).toBeNull();
  await minutes(2);
  expect(seen.end).toBe("idle");
});

test("a page that is opened where the server cannot be asked is covered at the end that it last said", async () => {
  const first = watch();
  await minutes(10);
  first.idle.close();
  server.read.mockResolvedValue("unknown");
  const { seen } = watch();
  await minutes(17.9);
  expect(seen).toEqual({ warning: null, end: null });
  await minutes(0.2);
  expect(seen.warning).toBeGreaterThan(110);
  await minutes(2.2);
  expect(seen.end).toBe("idle");
});

test("what was opened after that end is covered at once, and the next session begins anew", async () => {
  const early = watch();
  await minutes(0.1);
  early.idle.close();
  await minutes(45);
  server.read.mockResolvedValueOnce("unknown");
  const late = watch();
  await minutes(0.1);
  expect(late.seen.end).toBe("idle");
  server = startServer();
  server.read.mockResolvedValueOnce("unknown");
  const next = watch();
  await minutes(0.5);
  expect(next.seen).toEqual({ warning: null, end: null });
});
