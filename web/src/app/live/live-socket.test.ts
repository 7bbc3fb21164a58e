import { expect, test } from "vitest";
import { isRetryable, socketAddress } from "./live-socket.ts";

test.each([1001, 1006, 1012, 4403, 4408, 4499])("after a close with %d another try is made", (code) => {
  expect(isRetryable({ code, reason: "" })).toBe(true);
});

test.each([4400, 4401])("a close with %d is final", (code) => {
  expect(isRetryable({ code, reason: "" })).toBe(false);
});

test("a connection that did not open is tried again, a mistake of ours is not", () => {
  expect(isRetryable(new Event("error"))).toBe(true);
  expect(isRetryable(new TypeError("query is undefined"))).toBe(false);
});

test("the socket is on the page's own origin, encrypted where the page is", () => {
  expect(socketAddress({ protocol: "https:", host: "clinic.example" })).toBe("wss://clinic.example/graphql");
  expect(socketAddress({ protocol: "http:", host: "localhost:4000" })).toBe("ws://localhost:4000/graphql");
});
