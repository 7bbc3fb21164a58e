import { expect, it } from "vitest";
import { networkOf } from "./session.network.ts";

it.each([
  ["203.0.113.77", "203.0.113.*"],
  ["::ffff:203.0.113.77", "203.0.113.*"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:*"],
  ["2001:db8::7", "2001:db8:0:*"],
  ["127.0.0.1", null],
  ["::1", null],
  ["nonsense", null],
  [undefined, null],
])("%s is in %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
