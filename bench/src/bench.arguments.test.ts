import { describe, expect, it } from "vitest";
import { readArguments } from "./bench.arguments.ts";

describe("the bench's command line", () => {
  it("measures everything at both sizes unless told", () => {
    expect(readArguments([])).toEqual({
      patients: [1_000, 100_000],
      seconds: 10,
      rounds: 3,
      connections: 32,
      sockets: 1_000,
      only: ["dashboard", "search", "slots", "booking", "billing", "subscriptions", "history"],
    });
  });

  it("takes one size and some scenarios", () => {
    const { patients, only, seconds } = readArguments([
      "--patients",
      "500",
      "--only",
      "slots,booking",
      "--seconds",
      "2",
    ]);
    expect({ patients, only, seconds }).toEqual({ patients: [500], only: ["slots", "booking"], seconds: 2 });
  });

  it.each([
    [["--patients", "10"], "--patients takes whole numbers from 100 to 200000"],
    [["--seconds", "3600"], "--seconds takes whole numbers from 1 to 120"],
    [["--only", "login"], '"login" is none of them'],
    [["--size", "10"], "Usage: npm run bench"],
  ])("refuses %j with a sentence", (argv, sentence) => {
    expect(() => readArguments(argv)).toThrow(sentence);
  });
});
