import { expect, test } from "vitest";
import { visitLink, visitPath } from "./visit-link.ts";

const own = "https://clinic.example/visit/0199a000-0000-7000-8000-0000000000a1#v3.k1.sealed";

test("our own room is a page of this app, and its link the address's last part", () => {
  expect(visitPath(own)).toBe("/visit/0199a000-0000-7000-8000-0000000000a1#v3.k1.sealed");
  expect(visitLink(own)).toBe("v3.k1.sealed");
  expect(visitLink("#v3.k1.sealed")).toBe("v3.k1.sealed");
});

test("a room elsewhere is none, and an address without a link has none", () => {
  expect(visitPath("https://video.example/room-1?as=patient")).toBeNull();
  expect(visitPath("https://clinic.example/visit/0199a000-0000-7000-8000-0000000000a1")).toBeNull();
  expect(visitLink("")).toBeNull();
  expect(visitLink("https://clinic.example/visit/a1#")).toBeNull();
});
