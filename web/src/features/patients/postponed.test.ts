import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { postpone } from "./postponed.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("what was postponed happens later, once, or at once when the page is left", () => {
  const work = vi.fn();
  postpone(work, 5_000);
  vi.advanceTimersByTime(4_999);
  expect(work).not.toHaveBeenCalled();
  window.dispatchEvent(new Event("pagehide"));
  expect(work).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(10_000);
  expect(work).toHaveBeenCalledOnce();
});

test("what was taken back never happens", () => {
  const work = vi.fn();
  postpone(work, 5_000).cancel();
  vi.advanceTimersByTime(10_000);
  window.dispatchEvent(new Event("pagehide"));
  expect(work).not.toHaveBeenCalled();
});
