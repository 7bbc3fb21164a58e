import { beforeEach, expect, test } from "vitest";
import { preferredLanguage, rememberLanguage } from "./languages.ts";

beforeEach(() => localStorage.clear());

test("without a choice the browser's first language that we speak is spoken, or English", () => {
  expect(preferredLanguage(["fr-FR", "es-MX", "de"])).toBe("es");
  expect(preferredLanguage(["ar-EG"])).toBe("ar");
  expect(preferredLanguage(["fr-FR", "pseudo"])).toBe("en");
});

test("what was chosen on this device comes first", () => {
  rememberLanguage("de");
  expect(preferredLanguage(["es"])).toBe("de");
});

test("what nobody speaks is no choice", () => {
  localStorage.setItem("careconnect-language", "xx");
  expect(preferredLanguage(["es"])).toBe("es");
});
