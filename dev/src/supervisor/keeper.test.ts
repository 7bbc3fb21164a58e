import { describe, expect, it } from "vitest";
import { Failure } from "../failure.ts";
import { keepRunning, type Running } from "./keeper.ts";

/** A thing that ends when it is told to, and the moments at which it was started. */
function mortal() {
  let end: (reason: string) => void = () => undefined;
  const starts: number[] = [];
  const lines: string[] = [];
  let failures = 0;
  return {
    starts,
    lines,
    die: (reason = "exit code 1") => end(reason),
    failNext: (count: number) => {
      failures = count;
    },
    options: {
      name: "thing",
      tell: (line: string) => void lines.push(line),
      start: async (): Promise<Running> => {
        starts.push(Date.now());
        if (failures-- > 0) throw new Failure("The thing could not start.");
        const ended = new Promise<string>((resolve) => {
          end = resolve;
        });
        return { ended, stop: async () => end("stopped"), kill: () => end("killed") };
      },
    },
  };
}

const never = new AbortController().signal;

describe("a keeper", () => {
  it("fails when the first start fails", async () => {
    const thing = mortal();
    thing.failNext(1);
    await expect(keepRunning(thing.options, never)).rejects.toThrow("The thing could not start.");
  });

  it("starts it again without a pause when asked, and not at all once stopped", async () => {
    const thing = mortal();
    const keeper = await keepRunning(thing.options, never);
    await keeper.restart();
    await expect.poll(() => thing.starts).toHaveLength(2);
    expect(thing.lines).toEqual(["thing is running again"]);
    await keeper.stop();
    expect(thing.starts).toHaveLength(2);
  });

  it("pauses longer with each early death and each failed start", async () => {
    const thing = mortal();
    const keeper = await keepRunning(thing.options, never);
    thing.die();
    await expect.poll(() => thing.starts).toHaveLength(2);
    thing.failNext(1);
    thing.die("signal SIGKILL");
    await expect.poll(() => thing.starts).toHaveLength(4);
    await expect.poll(() => thing.lines).toHaveLength(5);
    await keeper.stop();
    expect(thing.lines).toEqual([
      "thing ended (exit code 1); starting it again in 0.5 s",
      "thing is running again",
      "thing ended (signal SIGKILL); starting it again in 1 s",
      "The thing could not start. Trying again in 2 s",
      "thing is running again",
    ]);
  });

  it("does not start again what is stopped during a pause", async () => {
    const thing = mortal();
    const keeper = await keepRunning(thing.options, never);
    thing.die();
    await expect.poll(() => thing.lines).toHaveLength(1);
    await keeper.stop();
    expect(thing.starts).toHaveLength(1);
  });
});
