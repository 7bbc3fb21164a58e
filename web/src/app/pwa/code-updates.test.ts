import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchCode } from "./code-updates.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const comeBack = () => document.dispatchEvent(new Event("visibilitychange"));

test("a page that stays open looks for a newer version when somebody comes back, once an hour at most", async () => {
  const update = vi.fn(async () => undefined);
  const registration = Object.assign(new EventTarget(), { waiting: null, installing: null, update });
  const container = Object.assign(new EventTarget(), { controller: {}, register: async () => registration });
  watchCode(container as never);
  await vi.advanceTimersByTimeAsync(3_000);
  comeBack();
  expect(update).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(update).not.toHaveBeenCalled();
  comeBack();
  comeBack();
  expect(update).toHaveBeenCalledTimes(1);
});

test("a version that waits is told of, unless it is the first of all", async () => {
  const worker = {} as ServiceWorker;
  const registration = Object.assign(new EventTarget(), { waiting: worker, installing: null });
  const told = async (controller: object | null) => {
    const container = Object.assign(new EventTarget(), { controller, register: async () => registration });
    const updates = watchCode(container as never);
    await vi.advanceTimersByTimeAsync(3_000);
    return updates.waiting();
  };
  expect(await told({})).toBe(worker);
  expect(await told(null)).toBeNull();
});
