import { expect, test, vi } from "vitest";
import { watchTimers } from "./timers.ts";

test("what was begun and not waited for does not happen any more", async () => {
  const unwatched = globalThis.setTimeout;
  const end = watchTimers();
  const [late, soon] = [vi.fn(), vi.fn()];
  await new Promise<void>((done) => setTimeout(() => done(soon()), 1));
  setTimeout(late, 1);
  end();
  globalThis.setTimeout = unwatched;
  await new Promise((done) => setTimeout(done, 20));
  expect(soon).toHaveBeenCalledOnce();
  expect(late).not.toHaveBeenCalled();
});
