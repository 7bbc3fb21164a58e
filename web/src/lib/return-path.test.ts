import { expect, test } from "vitest";
import { returnPath, signInPath } from "./return-path.ts";

test("the way back keeps the page's filters", () => {
  const path = "/patients?search=nas&archived=1";
  expect(returnPath(new URL(signInPath(path), "http://x").searchParams.get("next"))).toBe(path);
});

test.each(["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/sign-in", null])(
  "%s does not lead anywhere but home",
  (next) => {
    expect(returnPath(next)).toBe("/");
  },
);
