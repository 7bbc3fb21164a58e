import { expect, test } from "vitest";
import { socketAddress } from "./live-socket.ts";

test("the socket is on the page's own origin, encrypted where the page is", () => {
  expect(socketAddress({ protocol: "https:", host: "clinic.example" })).toBe("wss://clinic.example/graphql");
  expect(socketAddress({ protocol: "http:", host: "localhost:4000" })).toBe("ws://localhost:4000/graphql");
});
