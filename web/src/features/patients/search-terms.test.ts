import { expect, test } from "vitest";
import { searchTerms } from "./search-terms.ts";

test("a day among the words is a day of birth, in the order in which the reader writes days", () => {
  expect(searchTerms("nasser 1980-03-01", "en-US")).toEqual({ search: "nasser", birthDate: "1980-03-01" });
  expect(searchTerms("3/1/1980", "en-US")).toEqual({ birthDate: "1980-03-01" });
  expect(searchTerms("1.3.1980 amira", "de")).toEqual({ search: "amira", birthDate: "1980-03-01" });
});

test("what is no day stays a word", () => {
  expect(searchTerms("  104233 ", "en-US")).toEqual({ search: "104233" });
  expect(searchTerms("31.02.1980", "de")).toEqual({ search: "31.02.1980" });
  expect(searchTerms("+1 617-555-0100", "en-US")).toEqual({ search: "+1 617-555-0100" });
  expect(searchTerms("", "en")).toEqual({});
});
