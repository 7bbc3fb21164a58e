import { expect, test } from "vitest";
import { returnPath, signInPath, signInReason } from "./return-path.ts";

test("the way back keeps the page's filters", () => {
  const path = "/patients?order=MRN_DESC&archived=1";
  expect(returnPath(new URL(signInPath(path), "http://x").searchParams.get("return"))).toBe(path);
});

test.each(["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/sign-in", null])(
  "%s does not lead anywhere but home",
  (next) => {
    expect(returnPath(next)).toBe("/");
  },
);

test("that somebody has signed out is called no problem", () => {
  expect(signInPath("/", "left")).toBe("/sign-in?after=left");
  expect(signInReason(new URLSearchParams("problem=left"))).toBeNull();
});

test("the reason is one that has words", () => {
  const reasonOf = (path: string) => signInReason(new URL(path, "http://x").searchParams);
  expect(reasonOf(signInPath("/patients", "idle"))).toBe("idle");
  expect(reasonOf("/sign-in?problem=denied")).toBe("denied");
  expect(reasonOf("/sign-in?problem=%3Cscript%3E")).toBeNull();
  expect(reasonOf(signInPath("/"))).toBeNull();
});
