import { expect, it } from "vitest";
import { RequestRefusal } from "../http/request.refusal.ts";
import { createAddressLimit } from "./address.limit.ts";

it.each([
  ["2001:db8:1:2::1", "2001:0DB8:1:2:ffff::9"],
  ["2001:db8::1", "2001:db8:0:0:5:6:7:8"],
  ["203.0.113.7", "::ffff:203.0.113.7"],
])("%s and %s are one subscriber's", (one, other) => {
  const limit = createAddressLimit(1);
  limit.attempt(one);
  expect(() => limit.attempt(other)).toThrow(RequestRefusal);
});

it.each([
  ["2001:db8:1:2::1", "2001:db8:1:3::1"],
  ["::ffff:203.0.113.7", "::ffff:203.0.113.8"],
])("%s and %s are two subscribers'", (one, other) => {
  const limit = createAddressLimit(1);
  limit.attempt(one);
  expect(() => limit.attempt(other)).not.toThrow();
});
