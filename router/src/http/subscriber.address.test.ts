import { expect, it } from "vitest";
import { subscriberOf } from "./subscriber.address.ts";

// The same as in identity's session.network.test.ts: both count the same subscribers.
it.each([
  ["203.0.113.77", "203.0.113.77"],
  ["::ffff:203.0.113.77", "203.0.113.77"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0DB8:1:2::9", "2001:db8:1:2::/64"],
  ["2001:db8::7", "2001:db8:0:0::/64"],
  ["2001:db8:1:3::9", "2001:db8:1:3::/64"],
  ["2001:db8::1:2:3:4:5", "2001:db8:0:1::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
])("%s is one subscriber's with %s", (address, subscriber) => {
  expect(subscriberOf(address)).toBe(subscriber);
});
