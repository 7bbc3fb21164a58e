import { expect, it } from "vitest";
import { passwordProblem } from "./user.password-rules.ts";

const known = ["paula.jensen@example.org", "Paula Jensen"];

it.each([
  ["short", "too-short"],
  ["elevenchars", "too-short"],
  ["x".repeat(257), "too-long"],
  ["passwordpassword", "common"],
  ["P@ssw0rd12345", "common"],
  ["careconnect2026", "common"],
  ["Welcome123456!", "common"],
  ["aaaaaaaaaaaaaa", "repetitive"],
  ["abcabcabcabc", "repetitive"],
  ["123456789012", "repetitive"],
  ["abcdefghijklmn", "repetitive"],
  ["qwertyuiopasdf", "repetitive"],
  ["zyxwvutsrqpo", "repetitive"],
  ["PaulaJensen1987", "personal"],
  ["jensen.paula!!", "personal"],
])("refuses %s as %s", (password, problem) => {
  expect(passwordProblem(password, known)).toBe(problem);
});

it.each([
  "correct pony battery staple",
  "twelve-chars",
  "Wintergarten 7",
  "паролькоторыйдлинный",
  "my paula tree is green",
  "k7#mQ2$vR9!xT4",
  "medical records are read daily",
])("takes %s", (password) => {
  expect(passwordProblem(password, known)).toBeUndefined();
});

it("counts characters as people do, not code units", () => {
  expect(passwordProblem("🦊🐢🦉🐙🦋🐝", [])).toBe("too-short");
});
