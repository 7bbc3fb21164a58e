import { describe, expect, it } from "vitest";
import { readChaosArguments } from "./chaos.arguments.ts";

describe("the arguments of npm run chaos", () => {
  it("are one minute of 500 bookings by the first seed over pg-boss unless told", () => {
    expect(readChaosArguments([])).toEqual({ seed: 1, minutes: 1, bookings: 500, broker: "pg-boss", keep: false });
    const told = ["--seed", "3", "--minutes", "5", "--broker", "rabbitmq", "--bookings", "20", "--keep"];
    expect(readChaosArguments(told)).toEqual({
      seed: 3,
      minutes: 5,
      bookings: 20,
      broker: "rabbitmq",
      keep: true,
    });
  });

  it.each([
    [["--seed", "many"], /^--seed is "many"/],
    [["--minutes", "0"], /^--minutes is "0": it is a whole number from 1 to 30/],
    [["--bookings", "1e9"], /^--bookings/],
    [["--broker", "kafka"], /^--broker is "kafka": it is one of pg-boss, rabbitmq/],
    [["--gently"], /Usage: npm run chaos/],
  ])("are refused as %j", (argv, sentence) => {
    expect(() => readChaosArguments(argv)).toThrow(sentence);
  });
});
